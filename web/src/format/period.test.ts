import { describe, expect, test } from 'vitest';
import { firstDayOf, GRAINS, labelOf, labelsBetween, periodOf } from './period';

describe('a day lies in the period that the server puts it in', () => {
  test.each([
    ['2026-11-25', 'week', '2026-W48'],
    ['2021-01-03', 'week', '2020-W53'],
    ['2024-12-30', 'week', '2025-W01'],
    ['2024-06-30', 'quarter', '2024-Q2'],
    ['2024-02-29', 'month', '2024-02'],
    ['2024-02-29', 'day', '2024-02-29'],
    ['2024-02-29', 'year', '2024'],
    ['1969-12-31', 'month', '1969-12'],
  ] as const)('%s by %s is %s', (day, grain, label) => expect(labelOf(periodOf(day, grain), grain)).toBe(label));
});

test('the first day of a period lies in it, the day before in the one before', () => {
  for (const grain of GRAINS) {
    const period = periodOf('2024-03-13', grain);
    const first = firstDayOf(period, grain);
    const before = new Date(Date.parse(first) - 86_400_000).toISOString();
    expect(periodOf(first, grain)).toBe(period);
    expect(periodOf(before, grain)).toBe(period - 1);
  }
});

test('weeks begin on Monday', () => {
  expect(new Date(firstDayOf(periodOf('2024-03-13', 'week'), 'week')).getUTCDay()).toBe(1);
});

test('periods between two days come latest first and are bounded', () => {
  expect(labelsBetween('2023-11-20', '2024-01-02', 'month')).toEqual(['2024-01', '2023-12', '2023-11']);
  expect(labelsBetween('2024-02-01', '2024-01-02', 'month')).toEqual([]);
  expect(labelsBetween('2000-01-01', '2024-01-02', 'day', 3)).toEqual(['2024-01-02', '2024-01-01', '2023-12-31']);
});
