import { expect, test } from 'vitest';
import { behindDays, latestOf } from './data';

test('a source lies behind by whole days, and never ahead', () => {
  expect(behindDays('2026-03-01T00:00:00Z', '2026-03-03T23:00:00Z')).toBe(2);
  expect(behindDays('2026-03-04T00:00:00Z', '2026-03-03T00:00:00Z')).toBe(0);
  expect(behindDays(null, '2026-03-03T00:00:00Z')).toBeNull();
});

test('the latest is found whatever its zone is written in', () => {
  expect(latestOf([null, '2026-03-01T08:00:00+08:00', '2026-03-01T01:00:00Z'])).toBe('2026-03-01T01:00:00Z');
  expect(latestOf([null])).toBeNull();
});
