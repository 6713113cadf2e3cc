import { expect, test } from 'vitest';
import type { ModelShapes, ShapeBin } from '@/api/models';
import { binText, rangeOf, stepsOf, type Term, termsOf, threeDigits } from './shape';

const words = { missing: 'missing', rare: 'rare', number: (value: number) => threeDigits(value) };
const label = { zh: '龄', en: 'age' };
const value = (v: number, weight = 1) => ({ value: v, low: v - 0.1, high: v + 0.1, weight });
const none = { above: null, up_to: null, level: null };
const between = (above: number | null, up_to: number | null): ShapeBin => ({
  kind: 'between',
  above,
  up_to,
  level: null,
});

const shapes: ModelShapes = {
  model_id: 'm1',
  importance: [],
  parts: [
    {
      kind: 'additive',
      weight: 0.5,
      intercept: 0,
      card: [],
      terms: [
        {
          columns: [{ name: 'plan', label, bins: [{ ...none, kind: 'level', level: 'a' }] }],
          importance: 0.2,
          points: [value(0.2)],
        },
        {
          columns: [
            {
              name: 'age',
              label,
              bins: [{ ...none, kind: 'missing' }, between(null, 10), between(10, 20), between(20, null)],
            },
          ],
          importance: 0.4,
          points: [value(1, 0), value(-0.4), value(0), value(0.4)],
        },
      ],
    },
    { kind: 'scorecard', weight: 0.5, intercept: null, terms: [], card: [] },
  ],
};

test('terms of a blend count by the weight of their part, the most important first', () => {
  const terms = termsOf(shapes, (text) => text.en);
  expect(terms.map(({ id, kind, importance }) => [id, kind, importance])).toEqual([
    ['age', 'number', 0.2],
    ['plan', 'category', 0.1],
  ]);
  expect(terms[1]?.points[0]?.value).toBeCloseTo(0.1);
});

test('open bins get a width of their own, and a missing bin without rows says nothing', () => {
  const { steps, missing } = stepsOf(termsOf(shapes, (text) => text.en)[0] as Term);
  expect(steps.map(({ from, to }) => [from, to])).toEqual([
    [9.5, 10],
    [10, 20],
    [20, 20.5],
  ]);
  expect(missing).toBeUndefined();
});

test('bins in words', () => {
  expect(binText(between(null, 10), 'age', words)).toBe('≤ 10');
  expect(binText(between(0.12345, 20), 'age', words)).toBe('0.123 – 20');
  expect(binText(between(20, null), 'age', words)).toBe('> 20');
  expect(binText({ ...none, kind: 'rare' }, 'age', words)).toBe('rare');
});

test('the axis leaves out a few rows far away', () => {
  const step = (from: number, to: number, weight: number) => ({ from, to, ...value(0, weight) });
  expect(rangeOf([step(0, 1, 500), step(1, 2, 499), step(2, 9000, 1)])).toEqual([0, 2]);
  expect(rangeOf([step(0, 1, 50), step(1, 2, 50)])).toEqual([0, 2]);
  expect(rangeOf([])).toEqual([0, 1]);
});

test('three digits are enough to tell bins apart', () => {
  expect([1234.5, 0.012345, 88.1179, -3].map(threeDigits)).toEqual(['1,230', '0.0123', '88.1', '−3']);
});
