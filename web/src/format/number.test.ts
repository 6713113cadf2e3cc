import { describe, expect, test } from 'vitest';
import { bytes, count, money, percent, points, scaleFor, signed, UNKNOWN } from './number';

const zh = { lang: 'zh', units: 'wan' } as const;
const en = { lang: 'en', units: 'thousand' } as const;

describe('counts', () => {
  test.each([
    [0, '0', '0'],
    [999, '999', '999'],
    [9994, '9,994', '9.99K'],
    [9999, '9,999', '10.0K'],
    [999_960, '100万', '1.00M'],
    [12345, '1.23万', '12.3K'],
    [-12345, '−1.23万', '−12.3K'],
    [123456789, '1.23亿', '123M'],
  ])('%d', (value, wan, thousand) => {
    expect(count(value, zh)).toBe(wan);
    expect(count(value, en)).toBe(thousand);
  });
  test('what is not known is no 0', () => {
    expect(count(null, zh)).toBe(UNKNOWN);
    expect(percent(undefined)).toBe(UNKNOWN);
    expect(money(null, 'CNY', zh)).toBe(UNKNOWN);
  });
  test('an axis of Chinese units read in English says what they are', () => {
    expect(scaleFor(5e4, { lang: 'en', units: 'wan' }).suffix).toBe('×10⁴');
  });
});

describe('money is whole minor units', () => {
  test.each([
    [123, 'CNY', '¥1.23'],
    [1234500, 'CNY', '¥1.23万'],
    [-1234500, 'CNY', '−¥1.23万'],
    [1234500, 'JPY', '¥1.23万'],
    [1200, 'JPY', '¥12'],
    [1200, 'KWD', 'KWD 12.00'],
    [999900, 'CNY', '¥9,999'],
  ])('%d %s', (minor, currency, text) => expect(money(minor, currency, zh)).toBe(text));
  test('exact', () => expect(money(123456789, 'CNY', zh, true)).toBe('¥1,234,567.89'));
  test('dollars in thousands', () => expect(money(123456789, 'USD', en)).toBe('$1.23M'));
});

test('shares and their differences', () => {
  expect(percent(0.0523)).toBe('5.2%');
  expect(percent(-0.0001)).toBe('0.0%');
  expect(points(0.012, zh)).toBe('+1.2 个百分点');
  expect(points(-0.012, en)).toBe('−1.2 pp');
  expect(signed(0)).toBe('0');
  expect(signed(-0.04, 1)).toBe('0.0');
});

test('bytes', () => {
  expect(bytes(0)).toBe('0 B');
  expect(bytes(1536)).toBe('1.5 KB');
  expect(bytes(5 * 1024 ** 2)).toBe('5.0 MB');
});
