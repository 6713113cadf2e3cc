import { expect, test } from 'vitest';
import { mayBeChance, quantile } from './chance';

test.each([
  [0.975, 1.95996],
  [0.995, 2.57583],
  [0.9984375, 2.95524],
])('quantile of %d', (p, z) => expect(Math.abs(quantile(p) - z)).toBeLessThan(4.5e-4));

const segment = (low: number, high: number) => ({
  segment: 'a',
  value: [0, 0] as [number, number],
  share: [0, 0] as [number, number],
  rate: 0.02,
  rate_interval: { low, high },
  mix: 0,
  total: 0,
  part: null,
});

test('an effect beyond its interval is none by chance, alone; as the largest of sixteen it may be', () => {
  expect(mayBeChance(segment(0.005, 0.035), 1)).toBe(false);
  expect(mayBeChance(segment(0.005, 0.035), 16)).toBe(true);
  expect(mayBeChance(segment(0.012, 0.028), 16)).toBe(false);
});

test('an interval that holds 0 says chance; one that cannot be told says nothing', () => {
  expect(mayBeChance(segment(-0.001, 0.041), 1)).toBe(true);
  expect(mayBeChance({ ...segment(0, 0), rate_interval: null }, 1)).toBe(false);
});
