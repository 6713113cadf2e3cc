import { expect, test } from 'vitest';
import type { Job } from '@/api/types';
import { endedSince, isOpen, ordered, percentOf, secondsOf } from './jobProgress';

function job(id: string, part: Partial<Job> = {}): Job {
  return {
    id,
    kind: 'import',
    state: 'running',
    phase: { zh: '读取', en: 'reading' },
    done: 0,
    total: 0,
    requested_by: 'ann',
    created_at: '2025-12-31T00:00:00Z',
    stopping: false,
    started_at: null,
    ended_at: null,
    result: null,
    problem: null,
    ...part,
  };
}

test('a percent is known only where the whole is, and 100 only when all is done', () => {
  expect(percentOf(job('a'))).toBeNull();
  expect(percentOf(job('a', { done: 999, total: 1000 }))).toBe(99);
  expect(percentOf(job('a', { done: 1000, total: 1000 }))).toBe(100);
  expect(percentOf(job('a', { done: 7, total: 5 }))).toBe(100);
});

test('time runs until the end, and not before the beginning', () => {
  const started_at = '2026-01-01T00:00:00Z';
  const now = Date.parse('2026-01-01T00:01:00Z');
  expect(secondsOf(job('a'), now)).toBeNull();
  expect(secondsOf(job('a', { started_at }), now)).toBe(60);
  expect(secondsOf(job('a', { started_at, ended_at: '2026-01-01T00:00:05Z' }), now)).toBe(5);
});

test('what runs stands first, then what waits, then the latest', () => {
  const list = [
    job('old', { state: 'done', ended_at: '2026-01-01T00:00:00Z' }),
    job('new', { state: 'failed', ended_at: '2026-01-02T00:00:00Z' }),
    job('waits', { state: 'queued' }),
    job('runs'),
  ];
  expect(ordered(list).map(({ id }) => id)).toEqual(['runs', 'waits', 'new', 'old']);
});

test('what ended between two looks is told once; what had ended before the first is not', () => {
  const before = [job('a'), job('b', { state: 'done' }), job('c', { state: 'queued' })];
  const now = [job('a', { state: 'done' }), job('b', { state: 'done' }), job('c'), job('d', { state: 'failed' })];
  expect(endedSince(before, now).map(({ id }) => id)).toEqual(['a']);
  expect(endedSince(now, now)).toEqual([]);
  expect(isOpen(job('x', { state: 'cancelled' }))).toBe(false);
});
