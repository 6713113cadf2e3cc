import { expect, test } from 'vitest';
import type { Comparison } from '@/api/metric';
import { LOST, rowOf } from './answerOfTests';
import { withComparisons } from './withComparisons';

const words = { previous: '上期', last_year: '上年同期' };
const earlier = (value: number | null): Comparison => ({
  with: 'last_year',
  period: '2023-01',
  status: value === null ? 'before_data' : 'complete',
  value,
  change: null,
  like_for_like: true,
});
const line = { name: '流失', points: [] };

test('the year before is a second line; before the data it is not known', () => {
  const rows = [
    rowOf('2024-01', 5, { comparisons: [earlier(null)] }),
    rowOf('2024-02', 6, { comparisons: [earlier(4)] }),
  ];
  const [, second] = withComparisons([line], { ...LOST, rows }, words);
  expect(second?.name).toBe('上年同期');
  expect(second?.points.map((point) => point.value)).toEqual([null, 4]);
});

test('it is not added to many lines, nor where it was not asked for', () => {
  const rows = [rowOf('2024-01', 5, { comparisons: [earlier(1)] })];
  expect(withComparisons([line, line], { ...LOST, rows }, words)).toHaveLength(2);
  expect(withComparisons([line], LOST, words)).toHaveLength(1);
});
