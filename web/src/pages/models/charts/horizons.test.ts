import { expect, test } from 'vitest';
import { LIGHT } from '@/app/palette';
import { horizonOption, missed } from './horizons';

const record = (days: number, predicted: number) => ({
  days,
  customers: 100,
  predicted,
  observed: 0.1,
  low: 0.08,
  high: 0.12,
  auc: null,
});
const words = { days: (days: number) => `${days}d`, predicted: 'p', observed: 'o', interval: 'i', customers: 'c' };

test('a horizon is missed where what was expected lies outside the interval', () => {
  expect(missed([record(30, 0.1), record(60, 0.13), record(90, 0.05)])).toEqual([60, 90]);
});

test('expected is a bar, what came is a point with an interval', () => {
  const option = horizonOption([record(30, 0.1)], words, LIGHT);
  expect(option?.xAxis).toMatchObject({ data: ['30d'] });
  expect(((option?.series ?? []) as { data: unknown[] }[]).map(({ data }) => data)).toEqual([
    [0.1],
    [0.1],
    [[0, 0.08, 0.12]],
  ]);
  expect(horizonOption([], words, LIGHT)).toBeUndefined();
});
