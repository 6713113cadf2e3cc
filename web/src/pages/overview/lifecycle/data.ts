import type { EChartsCoreOption } from 'echarts/core';
import type { Lifecycle } from '@/api/metric';
import { axisText } from '@/charts/axis';
import type { GridData } from '@/charts/DataGrid';
import type { LegendEntry } from '@/charts/Legend';
import { type Look, periodText } from '@/charts/look';
import { barStyle } from '@/charts/partial';
import { tooltip } from '@/charts/tooltip';
import { count, signed, UNKNOWN } from '@/format/number';

export type Movement = 'kept' | 'returned' | 'new' | 'lost';
/** From the axis outwards; those who were lost lie below it. */
export const MOVEMENTS: readonly Movement[] = ['kept', 'returned', 'new', 'lost'];

export type MovementWords = Record<Movement | 'net', string>;

/** Who came, stayed, returned and was lost, a stack a period; what is not known is not drawn. */
export function lifecycleOption(
  periods: readonly Lifecycle[],
  movesOnly: boolean,
  look: Look,
  words: MovementWords,
): EChartsCoreOption | undefined {
  const shown = shownOf(movesOnly);
  if (periods.every((period) => shown.every((movement) => period[movement] === null))) return undefined;
  const axis = axisText('customers', highestOf(periods, shown), look.style);
  return {
    grid: { left: 8, right: 16, top: 32, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: periods.map((period) => period.period), axisLine: { onZero: true } },
    yAxis: { type: 'value', name: axis.name, splitNumber: 4, axisLabel: { formatter: axis.format } },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (hovered: { dataIndex: number }[]) => tipOf(periods[hovered[0]?.dataIndex ?? 0], look, words),
    },
    series: shown.map((movement) => ({
      type: 'bar',
      stack: 'customers',
      name: words[movement],
      barMaxWidth: 36,
      data: periods.map((period) => ({
        value: drawn(period, movement),
        itemStyle: barStyle(period.status, look.palette.movement[movement], look.palette.surface),
      })),
    })),
  };
}

/** Movements by their colours. */
export function lifecycleLegend(movesOnly: boolean, look: Look, words: MovementWords): LegendEntry[] {
  return shownOf(movesOnly).map((movement) => ({ name: words[movement], color: look.palette.movement[movement] }));
}

/** The same numbers in full. */
export function lifecycleTable(periods: readonly Lifecycle[], look: Look, words: MovementWords): GridData {
  const columns: Movement[] = ['new', 'returned', 'kept', 'lost'];
  const exact = (value: number | null) => (value === null ? UNKNOWN : value.toLocaleString('en-US'));
  return {
    columns: [
      { title: look.words.period },
      ...columns.map((movement) => ({ title: words[movement], numeric: true })),
      { title: words.net, numeric: true },
    ],
    rows: periods.map((period) => [
      periodText(period.period, period.status, look),
      ...columns.map((movement) => exact(period[movement])),
      netText(period),
    ]),
  };
}

/** Customers more than before: new and returned, less those lost; null where one of them is not known. */
export function netOf(period: Lifecycle): number | null {
  const { returned, lost } = period;
  return period.new === null || returned === null || lost === null ? null : period.new + returned - lost;
}

/** The same with its sign. */
export function netText(period: Lifecycle): string {
  const net = netOf(period);
  return net === null ? UNKNOWN : signed(net);
}

function shownOf(movesOnly: boolean): readonly Movement[] {
  return movesOnly ? MOVEMENTS.filter((movement) => movement !== 'kept') : MOVEMENTS;
}

function drawn(period: Lifecycle, movement: Movement): number | null {
  const value = period[movement];
  return value !== null && movement === 'lost' ? -value : value;
}

function highestOf(periods: readonly Lifecycle[], shown: readonly Movement[]): number {
  const heights = periods.map((period) =>
    shown.reduce((sum, movement) => sum + (movement === 'lost' ? 0 : (period[movement] ?? 0)), 0),
  );
  return Math.max(0, ...heights, ...periods.map((period) => period.lost ?? 0));
}

function tipOf(period: Lifecycle | undefined, look: Look, words: MovementWords): HTMLElement | string {
  if (period === undefined) return '';
  const lines = [...MOVEMENTS].reverse().map((movement) => ({
    color: look.palette.movement[movement],
    name: words[movement],
    value: count(period[movement], look.style),
  }));
  return tooltip(
    period.period,
    [...lines, { name: words.net, value: netText(period) }],
    period.status === 'partial' ? look.words.partial : undefined,
  );
}
