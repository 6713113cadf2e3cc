import { expect, test } from 'vitest';
import { chosenOf, conditionsOf } from './chosen';

const dims = ['region', 'channel'];
const groups = [{ cells: ['华东', '门店'] }, { cells: ['华东', '网上'] }, { cells: ['华北', null] }];

test('a group says what its customers have in common, what is not known too', () => {
  expect(conditionsOf({ cells: ['华北', null] }, dims)).toEqual([
    { dimension: 'region', value: '华北' },
    { dimension: 'channel', value: null },
  ]);
});

test('only the bar that meets all conditions stands out', () => {
  expect(chosenOf(groups, dims, ['region=华东', 'channel=门店', 'owner=张'])).toEqual([groups[0]]);
  expect(chosenOf(groups, dims, ['region=华东'])).toEqual([groups[0], groups[1]]);
  expect(chosenOf(groups, dims, ['channel='])).toEqual([groups[2]]);
  expect(chosenOf(groups, dims, ['owner=张'])).toEqual([]);
});
