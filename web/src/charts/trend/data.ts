import type { EChartsCoreOption } from 'echarts/core';
import type { Interval, PeriodStatus, Unit } from '@/api/metric';
import { axisText, sizeOf } from '@/charts/axis';
import type { GridData } from '@/charts/DataGrid';
import type { LegendEntry } from '@/charts/Legend';
import { type Look, periodText } from '@/charts/look';
import { splitLine } from '@/charts/partial';
import { type TooltipLine, tooltip } from '@/charts/tooltip';
import { value as written } from '@/format/value';

export interface TrendPoint {
  label: string;
  status: PeriodStatus;
  value: number | null;
  interval: Interval | null;
}

/** One line. All lines of a chart have the same periods in the same order. */
export interface TrendSeries {
  name: string;
  points: TrendPoint[];
}

/** What the values are. */
export interface Measure {
  unit: Unit;
  currency: string | null;
}

/** What can be done with the periods. */
export interface Columns {
  /** Whether a click anywhere in a period's column tells of it. */
  clickable?: boolean;
  /** Periods that stand out. */
  marked?: readonly string[];
}

/** Lines by period: the band of 95 % where there is one line, dashes and hatching where a period is not complete. */
export function trendOption(
  series: readonly TrendSeries[],
  measure: Measure,
  look: Look,
  columns: Columns = {},
): EChartsCoreOption | undefined {
  const values = series.flatMap((line) => line.points.flatMap((point) => [point.value, point.interval?.high ?? null]));
  const periods = series[0]?.points ?? [];
  if (values.every((value) => value === null)) return undefined;
  const axis = axisText(measure.unit, sizeOf(values), look.style, measure.currency);
  return {
    grid: { left: 8, right: 16, top: axis.name ? 32 : 12, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: periods.map((point) => point.label), boundaryGap: true },
    yAxis: [
      { type: 'value', name: axis.name, scale: false, axisLabel: { formatter: axis.format }, splitNumber: 4 },
      { type: 'value', min: 0, max: 1, show: false },
    ],
    tooltip: {
      trigger: 'axis',
      formatter: (hovered: { dataIndex: number }[]) => tipOf(series, hovered[0]?.dataIndex ?? 0, measure, look),
    },
    series: [
      columnsOf(periods, look, columns),
      ...(series.length === 1 && series[0] ? band(series[0], look) : []),
      ...series.flatMap((line, index) => linesOf(line, colorOf(index, look))),
    ],
  };
}

/** The lines by their colours. */
export function trendLegend(series: readonly TrendSeries[], look: Look): LegendEntry[] {
  return series.map((line, index) => ({ name: line.name, color: colorOf(index, look) }));
}

/** The same numbers as a table: a row a period, a column a line. */
export function trendTable(series: readonly TrendSeries[], measure: Measure, look: Look): GridData {
  const periods = series[0]?.points ?? [];
  const write = (value: number | null) => written(value, measure.unit, look.style, measure.currency);
  const one = series.length === 1;
  return {
    columns: [
      { title: look.words.period },
      ...series.map((line) => ({ title: line.name, numeric: true })),
      ...(one ? [{ title: look.words.interval, numeric: true }] : []),
    ],
    rows: periods.map((period, index) => [
      periodText(period.label, period.status, look),
      ...series.map((line) => write(line.points[index]?.value ?? null)),
      ...(one ? [between(period.interval, write)] : []),
    ]),
  };
}

function linesOf(line: TrendSeries, color: string): object[] {
  const { complete, partial } = splitLine(line.points);
  const alone = line.points.filter((point) => point.value !== null).length === 1;
  const common = { type: 'line', name: line.name, itemStyle: { color }, symbol: 'circle' };
  return [
    { ...common, data: complete, lineStyle: { color }, showSymbol: alone, z: 3 },
    {
      ...common,
      data: partial,
      lineStyle: { color, type: 'dashed' },
      symbol: 'emptyCircle',
      showSymbol: false,
      z: 3,
    },
  ];
}

/** The interval as two stacked areas, the lower of which is not seen. */
function band(line: TrendSeries, look: Look): object[] {
  const low = line.points.map((point) => point.interval?.low ?? null);
  const width = line.points.map((point) => (point.interval ? point.interval.high - point.interval.low : null));
  const common = { type: 'line', stack: 'band', stackStrategy: 'all', symbol: 'none', silent: true, z: 1 };
  return [
    { ...common, data: low, lineStyle: { opacity: 0 } },
    { ...common, data: width, lineStyle: { opacity: 0 }, areaStyle: { color: look.palette.accent, opacity: 0.14 } },
  ];
}

/** The whole height of each period: hatched where it is not complete, tinted where it is marked, to be clicked where asked. */
function columnsOf(periods: readonly TrendPoint[], look: Look, { clickable = false, marked = [] }: Columns): object {
  const { line, accent } = look.palette;
  const decal = { symbol: 'rect', color: line, dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: -Math.PI / 4 };
  return {
    type: 'bar',
    yAxisIndex: 1,
    barWidth: '100%',
    silent: !clickable,
    z: 0,
    emphasis: { disabled: true },
    data: periods.map(({ label, status }) => {
      const chosen = marked.includes(label);
      if (!clickable && !chosen && status !== 'partial') return null;
      return {
        value: 1,
        itemStyle: {
          color: chosen ? accent : 'transparent',
          opacity: chosen ? 0.14 : 1,
          ...(status === 'partial' && { decal }),
        },
      };
    }),
  };
}

function tipOf(series: readonly TrendSeries[], index: number, measure: Measure, look: Look): HTMLElement {
  const write = (value: number | null) => written(value, measure.unit, look.style, measure.currency);
  const period = series[0]?.points[index];
  const lines: TooltipLine[] = series.map((line, at) => ({
    color: colorOf(at, look),
    name: line.name,
    value: write(line.points[index]?.value ?? null),
  }));
  if (series.length === 1 && period?.interval)
    lines.push({ name: look.words.interval, value: between(period.interval, write) });
  return tooltip(period?.label ?? '', lines, period?.status === 'partial' ? look.words.partial : undefined);
}

function between(interval: Interval | null, write: (value: number) => string): string {
  return interval ? `${write(interval.low)} – ${write(interval.high)}` : '';
}

function colorOf(index: number, look: Look): string {
  const { series, accent } = look.palette;
  return series[index % series.length] ?? accent;
}
