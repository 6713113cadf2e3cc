import type { EChartsCoreOption } from 'echarts/core';
import type { ShapeValue } from '@/api/models';
import type { Palette } from '@/app/palette';
import { boxes } from '@/charts/boxes';
import { tooltip } from '@/charts/tooltip';
import { plain, signed } from '@/format/number';
import { type Bar, barsOption } from './bars';
import type { Pointed } from './frame';
import { type BinWords, binText, rangeOf, type Step, stepsOf, type Term } from './shape';

/** Words of the drawings. */
export interface ShapeWords extends BinWords {
  adds: string;
  interval: string;
  rows: string;
}

/** Steps with their band, and below them where the rows are. */
export function numberOption(term: Term, words: ShapeWords, palette: Palette): EChartsCoreOption | undefined {
  const { steps } = stepsOf(term);
  if (steps.length === 0) return undefined;
  const name = term.columns[0]?.name ?? '';
  const [min, max] = rangeOf(steps);
  const format = (value: number) => words.number(value, name);
  const known = steps.filter((step) => step.weight > 0 && step.to > min && step.from < max);
  const axis = { type: 'value', min, max, splitLine: { show: false } };
  return {
    grid: [
      { left: 56, right: 20, top: 16, bottom: 122 },
      { left: 56, right: 20, height: 48, bottom: 44 },
    ],
    xAxis: [
      { ...axis, gridIndex: 0, axisLabel: { show: false } },
      {
        ...axis,
        gridIndex: 1,
        axisLabel: { formatter: format },
        name: term.label,
        nameLocation: 'middle',
        nameGap: 26,
      },
    ],
    yAxis: [
      { type: 'value', gridIndex: 0, axisLabel: { formatter: (value: number) => signed(value, 2) } },
      { type: 'value', gridIndex: 1, show: false },
    ],
    tooltip: {
      trigger: 'axis',
      formatter: (pointed: (Pointed & { axisValue: number })[]) => {
        const value = pointed[0]?.axisValue;
        const step = steps.find((one) => value !== undefined && value > one.from && value <= one.to);
        return step ? stepTooltip(`${format(step.from)} – ${format(step.to)}`, step, words, palette) : '';
      },
    },
    series: [
      boxes(
        known.map(({ from, to, low, high }) => ({ x: [from, to], y: [low, high] })),
        palette.accent,
        0.16,
      ),
      {
        type: 'line',
        symbol: 'none',
        lineStyle: { color: palette.accent },
        itemStyle: { color: palette.accent },
        data: lineOf(steps),
        markLine: zeroLine(palette, 'yAxis'),
      },
      boxes(
        steps.map(({ from, to, weight }) => ({ x: [from, to], y: [0, weight / Math.max(to - from, 1e-9)] })),
        palette.ramp[3] ?? palette.accent,
        0.8,
        1,
      ),
    ],
  };
}

/** The steps as a line; a gap where no row was seen. */
function lineOf(steps: readonly Step[]): [number, number | null][] {
  return steps.flatMap(({ from, to, value, weight }): [number, number | null][] => [
    [from, weight > 0 ? value : null],
    [to, weight > 0 ? value : null],
  ]);
}

/** Levels as bars with their intervals. */
export function categoryOption(
  term: Term,
  words: ShapeWords,
  palette: Palette,
  labelPx?: number,
): EChartsCoreOption | undefined {
  return barsOption(categoryBars(term, words), {
    measure: words.adds,
    format: (value) => signed(value, 2),
    palette,
    labelPx,
    line: { value: 0, name: '' },
  });
}

/** Levels that were seen, those that raise most first. */
export function categoryBars(term: Term, words: ShapeWords): Bar[] {
  const [column] = term.columns;
  return term.points
    .flatMap((point, at): Bar[] => {
      const bin = column?.bins[at];
      if (bin === undefined || point.weight <= 0) return [];
      const { value, low, high, weight } = point;
      return [{ name: binText(bin, column?.name ?? '', words), value, low, high, more: [[words.rows, plain(weight)]] }];
    })
    .sort((a, b) => b.value - a.value);
}

/** A pair as a map: what the two columns add together, beyond what each adds alone. */
export function pairOption(term: Term, words: ShapeWords, palette: Palette): EChartsCoreOption | undefined {
  const [down, across] = term.columns;
  if (down === undefined || across === undefined) return undefined;
  const names = [down, across].map((column) => column.bins.map((bin) => binText(bin, column.name, words)));
  const cells = term.points.flatMap((point, at) =>
    point.weight > 0
      ? [{ at, value: [at % across.bins.length, Math.floor(at / across.bins.length), point.value] }]
      : [],
  );
  const most = Math.max(1e-9, ...cells.map((cell) => Math.abs(cell.value[2] ?? 0)));
  const labels = (data: string[] | undefined, name: string) => ({
    type: 'category',
    data,
    name,
    nameLocation: 'middle',
    splitArea: { show: false },
    axisLabel: { hideOverlap: true, width: 120, overflow: 'truncate' },
  });
  const [upright, lying] = term.label.split(' × ');
  return {
    grid: { left: 16, right: 16, top: 24, bottom: 84, containLabel: true },
    xAxis: { ...labels(names[1], lying ?? ''), nameGap: 30 },
    yAxis: {
      ...labels(names[0], upright ?? ''),
      nameLocation: 'end',
      nameTextStyle: { align: 'left', color: palette.muted },
    },
    visualMap: {
      min: -most,
      max: most,
      calculable: false,
      orient: 'horizontal',
      left: 'center',
      bottom: 0,
      itemHeight: 120,
      text: [signed(most, 2), signed(-most, 2)],
      textStyle: { color: palette.muted },
      inRange: { color: [palette.series[2], palette.surface, palette.series[3]] },
    },
    tooltip: {
      trigger: 'item',
      formatter: ({ dataIndex }: Pointed) => {
        const cell = cells[dataIndex];
        const point = cell && term.points[cell.at];
        if (!cell || !point) return '';
        const title = `${names[0]?.[cell.value[1] ?? 0]} · ${names[1]?.[cell.value[0] ?? 0]}`;
        return stepTooltip(title, point, words, palette);
      },
    },
    series: [
      {
        type: 'heatmap',
        data: cells.map((cell) => cell.value),
        itemStyle: { borderColor: palette.surface, borderWidth: 1 },
      },
    ],
  };
}

/** The numbers of a term as rows of a table. */
export function shapeRows(term: Term, words: ShapeWords): string[][] {
  return seenPlaces(term, words).map(({ names, point }) => [
    ...names,
    signed(point.value, 3),
    `${signed(point.low, 3)} – ${signed(point.high, 3)}`,
    plain(point.weight),
  ]);
}

function stepTooltip(title: string, point: ShapeValue, words: ShapeWords, palette: Palette): HTMLElement {
  return tooltip(title, [
    { color: palette.accent, name: words.adds, value: signed(point.value, 3) },
    { name: words.interval, value: `${signed(point.low, 3)} – ${signed(point.high, 3)}` },
    { name: words.rows, value: plain(point.weight) },
  ]);
}

function zeroLine(palette: Palette, axis: 'xAxis' | 'yAxis'): object {
  return {
    silent: true,
    symbol: 'none',
    label: { show: false },
    lineStyle: { color: palette.faint, type: 'dashed', width: 1 },
    data: [{ [axis]: 0 }],
  };
}

/** Where most is added and where least, in words. */
export function extremes(
  term: Term,
  words: ShapeWords,
): { most?: { value: string; adds: number }; least?: { value: string; adds: number } } {
  const seen = seenPlaces(term, words)
    .map(({ names, point }) => ({ value: names.join(' · '), adds: point.value }))
    .sort((a, b) => b.adds - a.adds);
  return { most: seen[0], least: seen.at(-1) };
}

/** Bins, or cells of a pair, in which rows were seen, with what they hold. */
function seenPlaces(term: Term, words: ShapeWords): { names: string[]; point: ShapeValue }[] {
  const across = term.columns.at(-1)?.bins.length ?? 1;
  return term.points.flatMap((point, at) => {
    if (point.weight <= 0) return [];
    const places = term.columns.length > 1 ? [Math.floor(at / across), at % across] : [at];
    const names = term.columns.map((column, index) => {
      const bin = column.bins[places[index] ?? 0];
      return bin ? binText(bin, column.name, words) : '';
    });
    return [{ names, point }];
  });
}
