import { expect, test } from 'vitest';
import { barStyle, splitLine } from './partial';

test('a period that is not complete is hatched, a complete one is not', () => {
  expect(barStyle('partial', 'red', 'white')).toHaveProperty('decal');
  expect(barStyle('complete', 'red', 'white')).toEqual({ color: 'red' });
});

test('the dashed part begins where the complete one ends, and what is not due is no 0', () => {
  const { complete, partial } = splitLine([
    { status: 'complete', value: 1 },
    { status: 'complete', value: 2 },
    { status: 'partial', value: 0.5 },
    { status: 'not_due', value: null },
  ]);
  expect(complete).toEqual([1, 2, null, null]);
  expect(partial).toEqual([null, 2, 0.5, null]);
});
