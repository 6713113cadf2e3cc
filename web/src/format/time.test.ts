import { expect, test } from 'vitest';
import { ago, day, dayAfter, duration, instant, startOfDay } from './time';

test('a day is not shifted by a zone', () => {
  expect(day('2024-01-05')).toBe('2024-01-05');
  expect(day(null)).toBe('–');
});

test.each([
  ['Asia/Shanghai', '2024-01-05 00:30'],
  ['Pacific/Auckland', '2024-01-05 05:30'],
  ['America/New_York', '2024-01-04 11:30'],
])('an instant is read on the clock of %s', (zone, text) => {
  expect(instant('2024-01-04T16:30:00Z', zone)).toBe(text);
});

test.each([
  ['Asia/Shanghai', '2024-01-05', '2024-01-04T16:00:00.000Z'],
  ['Pacific/Auckland', '2024-04-08', '2024-04-07T12:00:00.000Z'],
  ['America/New_York', '2024-03-10', '2024-03-10T05:00:00.000Z'],
  ['America/New_York', '2024-03-11', '2024-03-11T04:00:00.000Z'],
])('in %s %s begins at %s', (zone, begun, at) => expect(startOfDay(begun, zone)).toBe(at));

test('the day after the last of February', () => {
  expect(dayAfter('2024-02-29')).toBe('2024-03-01');
  expect(dayAfter('2025-02-28')).toBe('2025-03-01');
});

test('how long ago', () => {
  const now = Date.parse('2024-01-05T12:00:00Z');
  expect(ago('2024-01-05T11:57:00Z', now, 'zh')).toBe('3分钟前');
  expect(ago('2024-01-05T11:57:00Z', now, 'en')).toBe('3 minutes ago');
  expect(ago('2024-01-04T11:00:00Z', now, 'en')).toBe('yesterday');
});

test('how long', () => {
  expect(duration(3905, 'zh')).toBe('1 小时 5 分');
  expect(duration(42, 'en')).toBe('42 s');
  expect(duration(0, 'en')).toBe('0 s');
});
