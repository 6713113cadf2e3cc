import { expect, test } from 'vitest';
import { figure, interval, withInterval } from './figure';

test('a figure is written with its interval where there is one', () => {
  expect(withInterval({ value: 0.68807, low: 0.648, high: 0.7237 })).toBe('0.688 (0.648–0.724)');
  expect(withInterval({ value: 0.5, low: null, high: null })).toBe('0.500');
});

test('what is not known is not 0', () => {
  expect(figure(null)).toBe('–');
  expect(interval(null)).toBe('');
});
