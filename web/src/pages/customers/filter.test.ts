import { expect, test } from 'vitest';
import { filterOf, isFiltered, sameFilter } from './filter';

test('an address is read strictly, and an id that looks like a number stays a text', () => {
  expect(filterOf({ search: 10042, level: 'red', region: ' 华东 ', sort: 'id' })).toEqual({
    search: '10042',
    level: 'red',
    region: '华东',
    sort: 'id',
  });
  expect(filterOf({ level: 'purple', sort: 'name', region: '', other: 'x' })).toEqual({});
});

test('the usual order is not written into the address', () => {
  expect(filterOf({ sort: 'value_at_risk' })).toEqual({});
});

test('an order of rows is no filter', () => {
  expect(isFiltered({ sort: 'id' })).toBe(false);
  expect(isFiltered({ owner: 'a' })).toBe(true);
});

test('filters are the same whatever the order of their parts', () => {
  expect(sameFilter({ region: 'a', level: 'red' }, { level: 'red', region: 'a', sort: 'value_at_risk' })).toBe(true);
  expect(sameFilter({ region: 'a' }, { region: 'b' })).toBe(false);
});
