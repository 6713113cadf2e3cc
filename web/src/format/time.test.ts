import { expect, test } from 'vitest';
import { ago, day, duration, instant } from './time';

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
