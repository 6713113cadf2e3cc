import { expect, test } from 'vitest';
import { lagDays, latestOf } from './data';

test('a source lags by whole days, and never runs ahead', () => {
  expect(lagDays('2026-02-27', '2026-03-02')).toBe(3);
  expect(lagDays('2026-03-04', '2026-03-03')).toBe(0);
  expect(lagDays(null, '2026-03-03')).toBeNull();
});

test('the last day is found among those that have one', () => {
  expect(latestOf([null, '2026-03-01', '2026-02-28'])).toBe('2026-03-01');
  expect(latestOf([null])).toBeNull();
});
