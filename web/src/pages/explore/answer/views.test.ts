import { expect, test } from 'vitest';
import { viewFor, viewsOf } from './views';

test('a metric of cohorts is a triangle, any other is a line', () => {
  expect(viewFor(undefined, ['age'])).toBe('cohort');
  expect(viewFor(undefined, [])).toBe('line');
  expect(viewFor(undefined, ['class'])).toBe('line');
});

test('what a metric cannot be shown as is not shown', () => {
  expect(viewFor('line', ['age'])).toBe('cohort');
  expect(viewFor('cohort', [])).toBe('line');
  expect(viewFor('table', ['age'])).toBe('table');
  expect(viewsOf([])).not.toContain('cohort');
});
