import { expect, test } from 'vitest';
import { LIGHT } from '@/app/palette';
import { curveOption, ends, labelsOf } from './curves';

const point = (at: number, auc: number | null) => ({ at, learned_rows: 1, judged_rows: 10, auc, log_loss: null });
const words = { axis: 'x', auc: 'AUC', rows: 'rows', guess: 'guess' };

test('the last length of history is all of it', () => {
  const points = [point(1, 0.6), point(24, 0.62), point(24, 0.71)];
  expect(labelsOf('by_history', points, 'all')).toEqual(['1', '24', 'all']);
  expect(labelsOf('by_cutoffs', points, 'all')).toEqual(['1', '24', '24']);
});

test('what a curve says needs both ends', () => {
  expect(ends([point(0, 0.7), point(30, 0.6)])).toEqual({ first: 0.7, last: 0.6 });
  expect(ends([point(0, null), point(30, 0.6)])).toBeUndefined();
});

test('a point without AUC is a gap, not 0; without any there is no chart', () => {
  const series = (curveOption([point(0, 0.7), point(1, null)], ['0', '1'], words, LIGHT)?.series ?? []) as {
    data: unknown[];
  }[];
  expect(series[0]?.data).toEqual([0.7, null]);
  expect(curveOption([point(0, null)], ['0'], words, LIGHT)).toBeUndefined();
});
