import { expect, test } from 'vitest';
import { whiskers } from './whiskers';

interface Drawn {
  encode: object;
  renderItem: (
    _: unknown,
    api: { value: (n: number) => number; coord: (p: [number, number]) => [number, number] },
  ) => { children: { shape: object }[] };
}
const api = { value: (n: number) => [3, 10, 20][n] ?? 0, coord: (point: [number, number]) => point };

test('an interval along y stands upright at its place, with a cap at either end', () => {
  const drawn = whiskers([{ at: 3, low: 10, high: 20 }], 'red', 'y') as Drawn;
  expect(drawn.encode).toEqual({ x: 0, y: [1, 2] });
  const [stroke, cap] = drawn.renderItem(null, api).children;
  expect(stroke?.shape).toEqual({ x1: 3, y1: 10, x2: 3, y2: 20 });
  expect(cap?.shape).toMatchObject({ y1: 10, y2: 10 });
});

test('along x it lies', () => {
  const drawn = whiskers([{ at: 3, low: 10, high: 20 }], 'red', 'x') as Drawn;
  expect(drawn.renderItem(null, api).children[0]?.shape).toEqual({ x1: 10, y1: 3, x2: 20, y2: 3 });
});
