import { expect, test } from 'vitest';
import type { Happening } from '@/api/customers';
import { heightOf, linesOf, silenceFrom, usualGap } from './timeline';

const on = (...days: string[]): Happening[] =>
  days.map((day) => ({ kind: 'event', at: `${day}T00:00:00Z`, is_day: false, on: day, details: {} }));

const weekly = on('2024-03-22', '2024-03-15', '2024-03-08', '2024-03-01');

test('the usual gap is the median of days between days with something', () => {
  expect(usualGap(weekly)).toBe(7);
  expect(usualGap(on('2024-03-02', '2024-03-02', '2024-03-01'))).toBeUndefined();
});

test('only what is unusually long for the customer is silence', () => {
  expect(silenceFrom(weekly)).toBe(22);
  expect(silenceFrom(on('2024-03-01'))).toBe(14);
});

test('every month has a heading with its count', () => {
  const lines = linesOf(on('2024-03-02', '2024-03-01', '2024-02-28'), '2024-03-02');
  expect(lines.map((line) => line.type)).toEqual(['month', 'happening', 'happening', 'month', 'happening']);
  expect(lines[0]).toEqual({ type: 'month', month: '2024-03', count: 2 });
});

test('silence up to the last day with data stands first and is open', () => {
  const lines = linesOf(weekly, '2024-05-01');
  expect(lines[0]).toEqual({ type: 'silence', days: 40, from: '2024-03-22', to: '2024-05-01', open: true });
});

test('a gap between two happenings is silence that is over', () => {
  const lines = linesOf(on('2024-05-01', '2024-03-08', '2024-03-01', '2024-02-23'), '2024-05-01');
  const silence = lines.find((line) => line.type === 'silence');
  expect(silence).toMatchObject({ days: 54, open: false });
});

test('longer silence is higher, but not without bounds', () => {
  const silence = (days: number) => heightOf({ type: 'silence', days, from: '', to: '', open: false });
  expect(silence(30)).toBeLessThan(silence(90));
  expect(silence(4000)).toBe(120);
});
