import { expect, test } from 'vitest';
import { boxes } from './boxes';

test('a box spans its places whichever way an axis runs', () => {
  const drawn = boxes([{ x: [1, 3], y: [2, 7] }], 'red', 0.5, 1) as {
    xAxisIndex: number;
    data: number[][];
    renderItem: (_: unknown, api: object) => { shape: object };
  };
  expect(drawn.xAxisIndex).toBe(1);
  const api = { value: (n: number) => drawn.data[0]?.[n] ?? 0, coord: ([x, y]: [number, number]) => [x, -y] };
  expect(drawn.renderItem(null, api).shape).toEqual({ x: 1, y: -7, width: 2, height: 5 });
});
