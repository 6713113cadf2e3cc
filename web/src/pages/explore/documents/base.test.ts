import { expect, test } from 'vitest';
import { nextBase } from './base';

const at = (version: number, id = 'a') => ({ id, version });

test('what is read is the base until something is changed', () => {
  expect(nextBase(undefined, at(1), false)).toEqual(at(1));
  expect(nextBase(at(1), at(2), false)).toEqual(at(2));
});

test('the version that a change began from stays while others save', () => {
  expect(nextBase(at(1), at(2), true)).toEqual(at(1));
  expect(nextBase(undefined, at(2), true)).toEqual(at(2));
});

test('after a save the base that was moved on stays although the old version is still shown', () => {
  expect(nextBase(at(2), at(1), true)).toEqual(at(2));
});

test('another document has a base of its own, no document has none', () => {
  expect(nextBase(at(4), at(1, 'b'), true)).toEqual(at(1, 'b'));
  expect(nextBase(at(4), undefined, true)).toBeUndefined();
});

test('a base that stays is the same thing, so that nothing is drawn anew', () => {
  const base = at(1);
  expect(nextBase(base, at(1), false)).toBe(base);
  expect(nextBase(base, at(2), true)).toBe(base);
});
