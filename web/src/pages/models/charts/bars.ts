import type { EChartsCoreOption } from 'echarts/core';
import type { Palette } from '@/app/palette';
import { tooltip } from '@/charts/tooltip';
import { type Whisker, whiskers } from '@/charts/whiskers';
import { GRID, LABEL_PX, type Pointed, rowsAxis } from './frame';

/** A bar from left to right. */
export interface Bar {
  name: string;
  value: number;
  low?: number | null;
  high?: number | null;
  /** Marks what stands out. */
  strong?: boolean;
  /** More lines of the tooltip. */
  more?: [string, string][];
}

interface Look {
  /** What is measured. */
  measure: string;
  format: (value: number) => string;
  /** Of the axis; absent: as the values. */
  tick?: (value: number) => string;
  /** Width of names. */
  labelPx?: number;
  /** Names may take two lines. */
  twoLines?: boolean;
  palette: Palette;
  /** Stands upright across the bars: a threshold, the value of all. */
  line?: { value: number; name: string };
}

/** Height that gives each bar room. */
export function barsHeight(bars: number): number {
  return Math.max(140, 56 + 26 * bars);
}

/** Horizontal bars with intervals where they have any. */
export function barsOption(bars: readonly Bar[], look: Look): EChartsCoreOption | undefined {
  const { measure, format, tick = format, labelPx = LABEL_PX.wide, twoLines, palette, line } = look;
  if (bars.length === 0) return undefined;
  const intervals: Whisker[] = bars.flatMap(({ low, high }, at) =>
    low == null || high == null ? [] : [{ at, low, high }],
  );
  return {
    grid: { ...GRID, bottom: 8 },
    xAxis: { type: 'value', axisLabel: { formatter: tick, hideOverlap: true } },
    yAxis: rowsAxis(
      bars.map((bar) => bar.name),
      labelPx,
      twoLines ? 'break' : 'truncate',
    ),
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: ([pointed]: Pointed[]) => {
        const bar = bars[pointed?.dataIndex ?? -1];
        if (!bar) return '';
        const more = (bar.more ?? []).map(([name, value]) => ({ name, value }));
        return tooltip(bar.name, [{ color: palette.accent, name: measure, value: format(bar.value) }, ...more]);
      },
    },
    series: [
      {
        type: 'bar',
        barWidth: 12,
        data: bars.map(({ value, strong }) => ({
          value,
          itemStyle: { color: strong === false ? palette.ramp[2] : palette.accent, borderRadius: [0, 3, 3, 0] },
        })),
        ...(line && {
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: palette.muted, type: 'dashed' },
            label: { formatter: line.name, color: palette.muted, position: 'start', distance: 4 },
            data: [{ xAxis: line.value }],
          },
        }),
      },
      ...(intervals.length > 0 ? [whiskers(intervals, palette.text, 'x')] : []),
    ],
  };
}
