import { expect, test } from 'vitest';
import type { Job } from '@/api/types';
import { progressOf, secondsOf, shownJobs } from './jobs';

const job = (id: string, part: Partial<Job>): Job => ({
  id,
  kind: 'train',
  state: 'running',
  phase: { zh: '', en: '' },
  done: 0,
  total: 0,
  started_at: null,
  ended_at: null,
  result: null,
  problem: null,
  ...part,
});

test('work on models is shown, what goes on first, then what ended last', () => {
  const ended = ['1', '2', '3', '4'].map((n) => job(n, { state: 'done', ended_at: `2024-01-0${n}T00:00:00Z` }));
  const shown = shownJobs([...ended, job('import', { kind: 'import' }), job('now', { state: 'queued' })]);
  expect(shown.running.map(({ id }) => id)).toEqual(['now']);
  expect(shown.ended.map(({ id }) => id)).toEqual(['4', '3', '2']);
});

test('a job that cannot say how far it is has no per cent', () => {
  expect(progressOf(job('a', { done: 3, total: 0 }))).toBeUndefined();
  expect(progressOf(job('a', { done: 1, total: 3 }))).toBe(33);
  expect(progressOf(job('a', { done: 4, total: 3 }))).toBe(100);
});

test('time is known once a job has ended', () => {
  expect(secondsOf(job('a', { started_at: '2024-01-01T00:00:00Z' }))).toBeUndefined();
  expect(secondsOf(job('a', { started_at: '2024-01-01T00:00:00Z', ended_at: '2024-01-01T00:01:05Z' }))).toBe(65);
});
