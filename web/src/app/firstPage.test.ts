import { expect, test } from 'vitest';
import { firstPage } from './firstPage';

test('everybody begins on a page that they may see', () => {
  expect(firstPage(['view_metrics', 'run_sql', 'view_customers', 'view_models', 'view_data'])).toBe('/overview');
  expect(firstPage(['view_metrics', 'view_models'])).toBe('/overview');
  expect(firstPage(['view_customers', 'unmask'])).toBe('/customers');
  expect(firstPage(['manage_users', 'manage_settings', 'view_data', 'manage_data'])).toBe('/data');
  expect(firstPage(['view_audit'])).toBe('/settings');
});

test('whoever may do nothing yet begins in the settings', () => expect(firstPage([])).toBe('/settings'));
