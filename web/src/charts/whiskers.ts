/** An interval at a place of the other axis: a number, or the index of a category. */
export interface Whisker {
  at: number;
  low: number;
  high: number;
}

interface Api {
  value: (dimension: number) => number;
  coord: (point: [number, number]) => [number, number];
}

/** Half the length of the stroke at either end. */
const CAP_PX = 4;

/** Intervals as strokes with caps, along an axis; needs `registerMore`. */
export function whiskers(rows: readonly Whisker[], color: string, along: 'x' | 'y'): object {
  const line = ([x1, y1]: [number, number], [x2, y2]: [number, number]) => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style: { stroke: color, lineWidth: 1.5 },
  });
  return {
    type: 'custom',
    silent: true,
    z: 4,
    encode: along === 'y' ? { x: 0, y: [1, 2] } : { x: [1, 2], y: 0 },
    data: rows.map(({ at, low, high }) => [at, low, high]),
    tooltip: { show: false },
    renderItem: (_: unknown, api: Api) => {
      const at = api.value(0);
      const [from, to] = [1, 2].map((end) =>
        api.coord(along === 'y' ? [at, api.value(end)] : [api.value(end), at]),
      ) as [[number, number], [number, number]];
      const cap = ([x, y]: [number, number]) =>
        along === 'y' ? line([x - CAP_PX, y], [x + CAP_PX, y]) : line([x, y - CAP_PX], [x, y + CAP_PX]);
      return { type: 'group', children: [line(from, to), cap(from), cap(to)] };
    },
  };
}
