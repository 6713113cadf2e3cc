import { expect, test } from 'vitest';
import { horizonsOf, ofHundred } from './horizons';

test('horizons are in order of days, and the model’s own is marked', () => {
  const horizons = horizonsOf({
    p_churn: 0.2,
    horizon_days: 60,
    by_horizon: [
      { horizon: '90d', p_churn: 0.3 },
      { horizon: '30d', p_churn: 0.1 },
      { horizon: '60d', p_churn: 0.21 },
      { horizon: '2p', p_churn: 0.22 },
    ],
  });
  expect(horizons).toEqual([
    { days: 30, p: 0.1, chosen: false },
    { days: 60, p: 0.2, chosen: true },
    { days: 90, p: 0.3, chosen: false },
  ]);
});

test('people are whole', () => {
  expect(ofHundred(0.234)).toBe(23);
  expect(ofHundred(0.004)).toBe(0);
});
