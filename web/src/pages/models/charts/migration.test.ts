import { expect, test } from 'vitest';
import { LIGHT } from '@/app/palette';
import { migrationOption, movesOf, stayed } from './migration';

const counts = [
  [6, 2],
  [0, 10],
];
const words = { gone: 'gone', arrived: 'new', customers: 'n', share: 'share' };

test('shares are of where customers come from, those who have gone included', () => {
  const moves = movesOf({ counts, gone: [2, 0], new: [3, 1] });
  expect(moves).toContainEqual({ from: 0, to: 1, count: 2, share: 0.2 });
  expect(moves).toContainEqual({ from: 0, to: undefined, count: 2, share: 0.2 });
  expect(moves).toContainEqual({ from: undefined, to: 0, count: 3, share: 0.75 });
  expect(moves).toHaveLength(6);
});

test('who stayed is on the diagonal', () => {
  expect(stayed(counts)).toBeCloseTo(16 / 18);
  expect(stayed([[0]])).toBeUndefined();
});

test('gone is the last column and new the last row', () => {
  const option = migrationOption(movesOf({ counts, gone: [2, 0], new: [3, 1] }), ['a', 'b'], words, LIGHT);
  const series = (option?.series ?? []) as { data: { value: number[] }[] }[];
  expect(series[0]?.data.map(({ value }) => value.slice(0, 2))).toContainEqual([2, 0]);
  expect(series[0]?.data.map(({ value }) => value.slice(0, 2))).toContainEqual([0, 2]);
  expect(migrationOption([], [], words, LIGHT)).toBeUndefined();
});
