/** Space around a drawing; labels of axes are inside it. */
export const GRID = { left: 8, right: 20, top: 16, bottom: 30, containLabel: true };

/** What a tooltip is told of the axis that is pointed at. */
export interface Pointed {
  dataIndex: number;
  seriesIndex: number;
}

/** An axis of numbers with its name below or beside it. */
export function valueAxis(name: string, part: object = {}): object {
  return { type: 'value', name, nameLocation: 'middle', nameGap: 26, scale: true, ...part };
}

/** Width of the names of rows where there is room, and on a phone. */
export const LABEL_PX = { wide: 220, phone: 108 };

/** An axis of categories from top to bottom, long names broken where they are allowed two lines, else cut. */
export function rowsAxis(names: readonly string[], width: number, overflow: 'truncate' | 'break' = 'truncate'): object {
  return {
    type: 'category',
    inverse: true,
    data: names,
    axisLabel: { width, overflow, interval: 0, lineHeight: 15 },
  };
}
