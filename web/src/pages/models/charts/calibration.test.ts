import { expect, test } from 'vitest';
import { LIGHT } from '@/app/palette';
import { calibrationOption, densities, off, reach } from './calibration';

const point = (predicted: number, observed: number, low: number, high: number) => ({
  predicted,
  observed,
  low,
  high,
  rows: 10,
});
const words = { predicted: 'p', observed: 'o', interval: 'i', rows: 'n' };

test('bins whose interval misses what was stated are told apart by direction', () => {
  const points = [point(0.1, 0.1, 0.05, 0.2), point(0.4, 0.2, 0.15, 0.3), point(0.2, 0.5, 0.4, 0.6)];
  expect(off(points)).toEqual({ tooHigh: 1, tooLow: 1 });
});

test('axes end at the next tenth, never beyond 1', () => {
  expect(reach([point(0.1, 0.1, 0, 0.32)])).toBe(0.4);
  expect(reach([point(0.1, 0.1, 0, 0.3)])).toBe(0.3);
  expect(reach([point(0.95, 1, 0.9, 1)])).toBe(1);
});

test('diagonal, intervals, points and histogram are drawn; nothing without bins', () => {
  const option = calibrationOption([point(0.1, 0.1, 0.05, 0.2)], words, LIGHT);
  expect(((option?.series ?? []) as object[]).map((series) => (series as { type: string }).type)).toEqual([
    'line',
    'custom',
    'scatter',
    'custom',
  ]);
  expect(calibrationOption([], words, LIGHT)).toBeUndefined();
});

test('bins that lie close are dense; together they cover the axis', () => {
  const boxes = densities([point(0.1, 0, 0, 1), point(0.2, 0, 0, 1), point(0.8, 0, 0, 1)], 1);
  expect(boxes.map(({ x }) => x.map((end) => Math.round(end * 100)))).toEqual([
    [0, 15],
    [15, 50],
    [50, 100],
  ]);
  expect(boxes[0]?.y[1]).toBeGreaterThan(boxes[1]?.y[1] ?? 0);
});
