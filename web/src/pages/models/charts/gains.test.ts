import { expect, test } from 'vitest';
import { LIGHT } from '@/app/palette';
import { at, bestShare, gainsOption, written } from './gains';

const point = (share: number, profit: number) => ({
  share,
  threshold: 0.5,
  gains: share,
  lift: 1,
  response: 0.1,
  profit,
});
const words = { share: 's', value: 'v', threshold: 't', chance: 'c', money: (value: number) => `¥${value}` };

test('the point of a share is the first that reaches it', () => {
  const points = [point(0.02, 1), point(0.1, 2), point(0.12, 3)];
  expect(at(points, 0.1)?.share).toBe(0.1);
  expect(at(points, 0.5)).toBeUndefined();
});

test('the best share is where profit is largest, and nowhere if it never pays', () => {
  expect(bestShare([point(0.1, 5), point(0.2, 9), point(1, -3)])?.share).toBe(0.2);
  expect(bestShare([point(0.1, -5), point(1, -30)])).toBeUndefined();
});

test('each curve has its unit', () => {
  expect(written('lift', 2.5, words.money)).toBe('2.50×');
  expect(written('gains', 0.25, words.money)).toBe('25.0%');
  expect(written('profit', 3, words.money)).toBe('¥3');
});

test('chance is a diagonal for gains and a level for lift', () => {
  const chance = (name: 'gains' | 'lift') =>
    ((gainsOption([point(1, 1)], name, words, LIGHT)?.series ?? []) as { data: unknown }[])[1]?.data;
  expect(chance('gains')).toEqual([
    [0, 0],
    [1, 1],
  ]);
  expect(chance('lift')).toEqual([
    [0, 1],
    [1, 1],
  ]);
});
