import { expect, test } from 'vitest';
import type { DashboardItem } from '@/api/documents';
import { added, moved, placed, placesOf, readingOrder, resized, without } from './layout';

const item = (id: string, x: number, y: number, w = 6, h = 4): DashboardItem => ({
  id,
  question_id: `q-${id}`,
  x,
  y,
  w,
  h,
});
const placeOf = (items: DashboardItem[], id: string) => {
  const found = items.find((one) => one.id === id);
  return found && [found.x, found.y, found.w, found.h];
};

test('what is added stands below everything', () => {
  expect(added([], 'a', 'q')).toEqual([{ id: 'a', question_id: 'q', x: 0, y: 0, w: 6, h: 4 }]);
  expect(placeOf(added([item('a', 0, 0), item('b', 6, 2)], 'c', 'q'), 'c')).toEqual([0, 6, 6, 4]);
});

test('moving down changes places with the item below, moving up changes them back', () => {
  const two = [item('a', 0, 0), item('b', 0, 4)];
  const down = moved(two, 'a', 0, 1);
  expect([placeOf(down, 'a')?.[1], placeOf(down, 'b')?.[1]]).toEqual([4, 0]);
  const up = moved(down, 'a', 0, -1);
  expect(readingOrder(up)[0]?.id).toBe('a');
});

test('nothing leaves the grid', () => {
  const one = [item('a', 0, 0)];
  expect(placeOf(moved(one, 'a', -1, -1), 'a')).toEqual([0, 0, 6, 4]);
  expect(placeOf(moved(one, 'a', 99, 0), 'a')?.[0]).toBe(6);
  expect(placeOf(resized(one, 'a', 99, 99), 'a')).toEqual([0, 0, 12, 20]);
  expect(placeOf(resized(one, 'a', -99, -99), 'a')).toEqual([0, 0, 3, 3]);
});

test('growing makes the others go below, without overlap', () => {
  const grown = resized([item('a', 0, 0), item('b', 6, 0)], 'a', 3, 0);
  expect(placeOf(grown, 'a')).toEqual([0, 0, 9, 4]);
  expect(placeOf(grown, 'b')).toEqual([6, 4, 6, 4]);
});

test('what is below moves up when something is taken away', () => {
  expect(placeOf(without([item('a', 0, 0), item('b', 0, 4)], 'a'), 'b')).toEqual([0, 0, 6, 4]);
});

test('an unknown item changes nothing, and titles are kept', () => {
  const titled = [{ ...item('a', 0, 0), title: '流失' }];
  expect(moved(titled, 'x', 1, 1)).toEqual(titled);
  expect(placed(titled, placesOf(titled))).toEqual(titled);
});
