import { expect, test } from 'vitest';
import { filterKey, filterOf, isFiltered, sameFilter, toggled } from './filter';

test('an address is read strictly, and an id that looks like a number stays a text', () => {
  expect(filterOf({ search: 10042, level: ['orange', 'red'], region: ' 华东 ', sort: 'id' })).toEqual({
    search: '10042',
    level: ['red', 'orange'],
    region: ['华东'],
    sort: 'id',
  });
  expect(filterOf({ level: 'purple', sort: 'name', region: '', owner: [null, ''], other: 'x' })).toEqual({});
});

test('segments of the model and of the company are kept apart', () => {
  expect(filterOf({ segment: '沉默', customer_segment: ['企业'] })).toEqual({
    segment: ['沉默'],
    customer_segment: ['企业'],
  });
});

test('a value is asked for once', () => {
  expect(filterOf({ channel: ['a', 'b', 'a'], status: ['lost', 'gone'] })).toEqual({
    channel: ['a', 'b'],
    status: ['lost'],
  });
});

test('the usual order is not written into the address', () => {
  expect(filterOf({ sort: 'value_at_risk' })).toEqual({});
});

test('an order of rows is no filter', () => {
  expect(isFiltered({ sort: 'id' })).toBe(false);
  expect(isFiltered({ owner: ['a'] })).toBe(true);
});

test('filters are the same whatever the order of their parts', () => {
  const a = { region: ['a', 'b'], level: ['red' as const] };
  expect(sameFilter(a, { level: ['red'], region: ['b', 'a'], sort: 'value_at_risk' })).toBe(true);
  expect(sameFilter(a, { region: ['b'] })).toBe(false);
  expect(filterKey({ ...a, sort: 'id' })).not.toBe(filterKey(a));
});

test('a value is put in, taken out, and the last one leaves nothing', () => {
  expect(toggled(undefined, 'a')).toEqual(['a']);
  expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
  expect(toggled(['a'], 'a')).toBeUndefined();
});
