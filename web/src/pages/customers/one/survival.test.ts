import { expect, test } from 'vitest';
import { LIGHT } from '@/app/palette';
import { survivalOption, survivalPoints } from './survival';

const words = { day: 'day', share: 'share', band: 'band', after: (day: number) => `${day}` };

test('everybody is there on day 0', () => {
  const points = survivalPoints({ days: [30, 60], survival: [0.9, 0.8], low: [0.85, 0.7], high: [0.95, 0.9] });
  expect(points[0]).toEqual({ day: 0, share: 1, low: 1, high: 1 });
  expect(points).toHaveLength(3);
});

test('the band holds the curve', () => {
  const [point] = survivalPoints({ days: [0], survival: [0.9], low: [0.91], high: [0.89] });
  expect(point).toEqual({ day: 0, share: 0.9, low: 0.9, high: 0.9 });
});

test('the band is stacked: its foot and its thickness', () => {
  const points = survivalPoints({ days: [30], survival: [0.9], low: [0.8], high: [0.95] });
  const series = (survivalOption(points, words, LIGHT)?.series ?? []) as { data: [number, number][] }[];
  expect(series[0]?.data[1]).toEqual([30, 0.8]);
  expect(series[1]?.data[1]?.[1]).toBeCloseTo(0.15);
});

test('one point is no curve', () => {
  expect(survivalOption(survivalPoints({ days: [], survival: [], low: [], high: [] }), words, LIGHT)).toBeUndefined();
});
