import { expect, test } from 'vitest';
import { inAddress, readSqlSearch } from './search';

test('what is not understood is left out', () => {
  expect(readSqlSearch({ q: 7, view: 'pie', y: ['a', 3], type: 'bar' })).toEqual({
    q: undefined,
    question: undefined,
    view: undefined,
    x: undefined,
    y: ['a'],
    type: 'bar',
  });
});

test('a long query stays out of the address, and Chinese is long', () => {
  expect(inAddress(' SELECT 1 ')).toBe('SELECT 1');
  expect(inAddress('中'.repeat(200))).toBeUndefined();
  expect(inAddress('')).toBeUndefined();
});
