import { expect, test } from 'vitest';
import type { SeriesPoint } from '@/api/metric';
import { spark } from './data';

const point = (value: number | null, status: SeriesPoint['status'] = 'complete'): SeriesPoint => ({
  label: '',
  status,
  value,
});

test('the highest is at the top, the lowest at the bottom', () => {
  expect(spark([point(0), point(10)], 100, 20).complete).toBe('M3 17L97 3');
});

test('what is not known breaks the line and is no 0', () => {
  expect(spark([point(1), point(null), point(3)], 100, 20).complete).toBe('M3 17M97 3');
});

test('the way to a period that is not complete is dashed', () => {
  const line = spark([point(2), point(1, 'partial')], 100, 20);
  expect(line.complete).toBe('M3 3');
  expect(line.partial).toBe('M3 3L97 17');
  expect(line.end).toEqual({ x: 97, y: 17 });
});

test('one value, the same values and negative values are drawn, nothing is not', () => {
  expect(spark([point(5)], 100, 20).end).toEqual({ x: 3, y: 10 });
  expect(spark([point(5), point(5)], 100, 20).complete).toBe('M3 10L97 10');
  expect(spark([point(-5), point(-10)], 100, 20).complete).toBe('M3 3L97 17');
  expect(spark([point(null)], 100, 20).end).toBeNull();
});
