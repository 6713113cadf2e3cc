import { expect, test } from 'vitest';
import { axisText, sizeOf } from './axis';

const zh = { lang: 'zh', units: 'wan' } as const;
const en = { lang: 'en', units: 'thousand' } as const;

test('a rate carries its sign at every tick', () => {
  const axis = axisText('rate', 0.05, zh);
  expect([axis.name, axis.format(0.05), axis.format(0.0125)]).toEqual(['', '5%', '1.25%']);
});

test('万 and thousands stand once, in the title', () => {
  expect(axisText('customers', 5e4, zh).name).toBe('万人');
  expect(axisText('customers', 5e4, zh).format(25_000)).toBe('2.5');
  expect(axisText('customers', 5e4, en).name).toBe('K customers');
});

test('money ticks are made of minor units', () => {
  const axis = axisText('money', 1_200_000_000, zh, 'CNY');
  expect([axis.name, axis.format(600_000_000)]).toEqual(['万¥', '600']);
  expect(axisText('money', 500_000, zh, 'JPY').format(500_000)).toBe('5,000');
});

test('what is not known has no size', () => expect(sizeOf([null, -3, 2])).toBe(3));
