import { expect, test } from 'vitest';
import { LIGHT } from '@/app/palette';
import { last, survivalOption, survivalPoints } from './survival';

const words = { day: 'day', main: 'main', model: 'model', band: 'band', after: (day: number) => `${day}` };
const curve = { days: [30, 60], survival: [0.9, 0.8], low: [0.85, null], high: [0.95, null] };
const seriesOf = (option: object | undefined) => (option as { series?: { data: [number, number][] }[] })?.series ?? [];

test('on day 0 the customer is there', () => {
  const points = survivalPoints(curve);
  expect(points[0]).toEqual({ day: 0, share: 1, low: 1, high: 1 });
  expect(points).toHaveLength(3);
});

test('the band holds the curve, and is not made up where it is not known', () => {
  expect(survivalPoints({ days: [0], survival: [0.9], low: [0.91], high: [0.89] })).toEqual([
    { day: 0, share: 0.9, low: 0.9, high: 0.9 },
  ]);
  expect(survivalPoints(curve)[2]).toMatchObject({ low: null, high: null });
});

test('the band is stacked: its foot and its thickness, as far as it is known', () => {
  const series = seriesOf(survivalOption(survivalPoints(curve), [], words, LIGHT));
  expect(series[0]?.data).toEqual([
    [0, 1],
    [30, 0.85],
  ]);
  expect(series[1]?.data[1]?.[1]).toBeCloseTo(0.1);
});

test('the model’s curve stands beside it on an axis as long as the longer one', () => {
  const model = survivalPoints({ days: [0, 90], survival: [1, 0.5], low: [null, null], high: [null, null] });
  const option = survivalOption(survivalPoints(curve), model, words, LIGHT);
  expect(seriesOf(option)[3]?.data).toEqual([
    [0, 1],
    [90, 0.5],
  ]);
  expect(option?.xAxis).toMatchObject({ max: 90 });
});

test('between two points the earlier one holds; one point is no curve', () => {
  expect(last(survivalPoints(curve), 45)?.share).toBe(0.9);
  expect(
    survivalOption(survivalPoints({ days: [], survival: [], low: [], high: [] }), [], words, LIGHT),
  ).toBeUndefined();
});
