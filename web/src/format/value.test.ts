import { expect, test } from 'vitest';
import { change, value } from './value';

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
