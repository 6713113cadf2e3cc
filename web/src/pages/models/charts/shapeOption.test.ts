import { expect, test } from 'vitest';
import { LIGHT } from '@/app/palette';
import type { Term } from './shape';
import { categoryBars, numberOption, pairOption, shapeRows } from './shapeOption';

const words = { missing: 'missing', rare: 'rare', number: String, adds: 'adds', interval: 'interval', rows: 'rows' };
const point = (value: number, weight = 10) => ({ value, low: value - 1, high: value + 1, weight });
const none = { above: null, up_to: null, level: null };
const level = (name: string) => ({ ...none, kind: 'level' as const, level: name });
const between = (above: number | null, up_to: number | null) => ({
  kind: 'between' as const,
  above,
  up_to,
  level: null,
});
const label = { zh: 'x', en: 'x' };

const category: Term = {
  id: 'plan',
  label: 'plan',
  kind: 'category',
  importance: 1,
  columns: [{ name: 'plan', label, bins: [level('a'), level('b'), { ...none, kind: 'rare' }] }],
  points: [point(-1), point(2), point(0, 0)],
};

test('levels that raise most stand first; one that was never seen is left out', () => {
  expect(categoryBars(category, words).map(({ name }) => name)).toEqual(['b', 'a']);
});

test('where no row was seen the line has a gap', () => {
  const bins = [between(null, 10), between(10, 20), between(20, null)];
  const term: Term = {
    ...category,
    kind: 'number',
    columns: [{ name: 'age', label, bins }],
    points: [point(1), point(0, 0), point(3)],
  };
  const series = (numberOption(term, words, LIGHT)?.series ?? []) as { data: unknown[] }[];
  expect(series[1]?.data.slice(1, 4)).toEqual([
    [10, 1],
    [10, null],
    [20, null],
  ]);
  expect(series[0]?.data).toHaveLength(2);
});

const pair: Term = {
  ...category,
  id: 'plan*city',
  label: 'plan × city',
  kind: 'pair',
  columns: [
    { name: 'plan', label, bins: [level('a'), level('b')] },
    { name: 'city', label, bins: [level('x'), level('y'), level('z')] },
  ],
  points: [point(1), point(2), point(3, 0), point(4), point(5), point(-6)],
};

test('the second column of a pair runs fastest, and the colours are even around 0', () => {
  const option = pairOption(pair, words, LIGHT);
  const series = (option?.series ?? []) as { data: unknown[] }[];
  expect(series[0]?.data).toContainEqual([2, 1, -6]);
  expect(series[0]?.data).toHaveLength(5);
  expect(option?.visualMap).toMatchObject({ min: -6, max: 6 });
});

test('the table says both columns of a pair', () => {
  expect(shapeRows(pair, words)[4]?.slice(0, 3)).toEqual(['b', 'z', '−6.000']);
  expect(shapeRows(category, words)).toHaveLength(2);
});
