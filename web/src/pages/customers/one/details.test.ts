import { expect, test } from 'vitest';
import type { Happening } from '@/api/customers';
import { detailsOf, shownValue } from './details';

const style = { style: { lang: 'en', units: 'thousand' }, currency: 'CNY', zone: 'Asia/Shanghai' } as const;

test('amounts are money in full, instants are on the clock of the workspace, the kind stands elsewhere', () => {
  const happening: Happening = {
    kind: 'interaction',
    at: '2024-01-05T00:00:00Z',
    is_day: false,
    on: '2024-01-05',
    details: { kind: 'complaint', amount_minor: 12345, resolved_at: '2024-01-05T16:30:00Z', quantity: 1.5, text: null },
  };
  expect(detailsOf(happening, style)).toEqual([
    { name: 'amount', text: '¥123.45' },
    { name: 'resolved_at', text: '2024-01-06 00:30' },
    { name: 'quantity', text: '1.50' },
  ]);
});

test('a happening’s own currency wins', () => {
  const details = { amount_minor: 100, currency: 'USD' };
  const happening: Happening = { kind: 'event', at: '', is_day: true, on: '2024-01-05', details };
  expect(detailsOf(happening, style)).toEqual([{ name: 'amount', text: '$1.00' }]);
});

test('instants of a customer are on the clock of the workspace, and what is not known is no text', () => {
  expect(shownValue('2018-09-01T16:00:00+00:00', 'Asia/Shanghai')).toBe('2018-09-02 00:00');
  expect(shownValue('2018-09-01', 'Asia/Shanghai')).toBe('2018-09-01');
  expect(shownValue(1971, 'UTC')).toBe('1971');
  expect(shownValue(null, 'UTC')).toBe('–');
});
