import { expect, test } from 'vitest';
import type { SavedQuestion } from '@/api/documents';
import type { MetricListed } from '@/api/metric';
import { isChanged, meant, questionIn } from './defaults';

const saved: SavedQuestion = {
  id: 'q1',
  version: 3,
  title: '华东流失',
  owner: '张敏',
  own: true,
  shared: true,
  spec: {
    kind: 'metric',
    metric: 'customers_lost',
    params: { by: ['region'], where: ['region=华东'] },
    view: { type: 'bar' },
  },
  created_at: '',
  updated_at: '',
};
const metrics = [{ id: 'amount' }, { id: 'churn_rate_start' }] as MetricListed[];

test('an address with nothing but a saved question is that question', () => {
  expect(meant({ question: 'q1' }, saved, metrics)).toEqual({
    question: 'q1',
    metric: 'customers_lost',
    by: ['region'],
    where: ['region=华东'],
    view: 'bar',
  });
});

test('what the address says goes before what was saved', () => {
  expect(meant({ question: 'q1', metric: 'amount' }, saved, metrics).metric).toBe('amount');
});

test('before anything is asked the churn rate is shown, or what there is', () => {
  expect(meant({}, undefined, metrics).metric).toBe('churn_rate_start');
  expect(meant({}, undefined, metrics.slice(0, 1)).metric).toBe('amount');
  expect(meant({}, undefined, [])).toEqual({});
  expect(questionIn({})).toBeUndefined();
});

test('a question is changed when its parameters or its view are, not when it is looked into', () => {
  const same = meant({ question: 'q1' }, saved, metrics);
  expect(isChanged(same, saved)).toBe(false);
  expect(isChanged({ ...same, before: '2024-01', after: '2024-02' }, saved)).toBe(false);
  expect(isChanged({ ...same, view: 'line' }, saved)).toBe(true);
  expect(isChanged({ ...same, where: undefined }, saved)).toBe(true);
});
