import { expect, test } from 'vitest';
import { change, compared, denominatorText, numeratorText, value } from './value';

const zh = { lang: 'zh', units: 'wan' } as const;

test('a value is written in its unit', () => {
  expect(value(0.051, 'rate', zh)).toBe('5.1%');
  expect(value(1200000, 'money', zh, 'CNY')).toBe('¥1.20万');
  expect(value(1200, 'count', zh)).toBe('1,200');
  expect(value(12.25, 'days', zh)).toBe('12.3 天');
  expect(value(null, 'count', zh)).toBe('–');
});

test('a rate changes by points, anything else by a part of itself', () => {
  expect(change({ absolute: 0.01, relative: 0.2 }, 'rate', zh)).toBe('+1.0 个百分点');
  expect(change({ absolute: -10, relative: -0.1 }, 'count', zh)).toBe('−10.0%');
  expect(change({ absolute: 5, relative: null }, 'count', zh)).toBe('+5');
  expect(change(null, 'count', zh)).toBe('–');
});

test('money that was 0 before changes by money', () => {
  expect(change({ absolute: 1_234_500, relative: null }, 'money', zh, 'CNY')).toBe('+¥1.23万');
  expect(change({ absolute: -5_000, relative: null }, 'money', zh, 'USD')).toBe('−$50.00');
});

test('a difference to an unfinished period says so; one that is not known says nothing', () => {
  const difference = { absolute: -10, relative: -0.1 };
  expect(compared({ change: difference, like_for_like: true }, 'count', zh, '（未完）')).toBe('−10.0%');
  expect(compared({ change: difference, like_for_like: false }, 'count', zh, '（未完）')).toBe('−10.0% （未完）');
  expect(compared({ change: null, like_for_like: false }, 'count', zh, '（未完）')).toBe('–');
  expect(compared(undefined, 'count', zh, '（未完）')).toBe('–');
});

test('a figure of money counts an amount out of a number', () => {
  const [of, share] = [{ unit: 'money', parts: null } as const, { unit: 'ratio', parts: null } as const];
  expect(numeratorText(1_234_500, of, zh, 'CNY')).toBe('¥12,345.00');
  expect(denominatorText(12_345, of, zh, 'CNY')).toBe('12,345');
  expect(numeratorText(0.5, share, zh)).toBe('0.50');
  expect([numeratorText(null, of, zh, 'CNY'), denominatorText(null, of, zh)]).toEqual(['–', '–']);
});

test('a ratio of money has two amounts', () => {
  const retention = { unit: 'ratio', parts: 'money' } as const;
  expect(numeratorText(95_000, retention, zh, 'CNY')).toBe('¥950.00');
  expect(denominatorText(100_000, retention, zh, 'CNY')).toBe('¥1,000.00');
});
