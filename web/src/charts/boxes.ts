/** A rectangle between two places of each axis. */
export interface Box {
  x: [number, number];
  y: [number, number];
}

interface Api {
  value: (dimension: number) => number;
  coord: (point: [number, number]) => [number, number];
}

/** Rectangles as a series: a band of steps, a histogram of bins of unequal width; needs `registerMore`. */
export function boxes(rows: readonly Box[], color: string, opacity: number, axis = 0): object {
  return {
    type: 'custom',
    silent: true,
    clip: true,
    xAxisIndex: axis,
    yAxisIndex: axis,
    encode: { x: [0, 1], y: [2, 3] },
    tooltip: { show: false },
    data: rows.map(({ x, y }) => [...x, ...y]),
    renderItem: (_: unknown, api: Api) => {
      const [x0, y0] = api.coord([api.value(0), api.value(2)]);
      const [x1, y1] = api.coord([api.value(1), api.value(3)]);
      return {
        type: 'rect',
        shape: { x: Math.min(x0, x1), y: Math.min(y0, y1), width: Math.abs(x1 - x0), height: Math.abs(y1 - y0) },
        style: { fill: color, opacity },
      };
    },
  };
}
