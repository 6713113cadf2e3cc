import type { EChartsCoreOption } from 'echarts/core';
import type { CalibrationPoint } from '@/api/models';
import type { Palette } from '@/app/palette';
import { type Box, boxes } from '@/charts/boxes';
import { tooltip } from '@/charts/tooltip';
import { whiskers } from '@/charts/whiskers';
import { percent, plain } from '@/format/number';
import type { Pointed } from './frame';

/** Bins whose interval does not hold what was stated, and whether it was too high or too low there. */
export function off(points: readonly CalibrationPoint[]): { tooHigh: number; tooLow: number } {
  return {
    tooHigh: points.filter(({ predicted, high }) => predicted > high).length,
    tooLow: points.filter(({ predicted, low }) => predicted < low).length,
  };
}

/** End of both axes: the next tenth above everything that is drawn. */
export function reach(points: readonly CalibrationPoint[]): number {
  const most = Math.max(0, ...points.flatMap(({ predicted, high }) => [predicted, high]));
  return Math.min(1, Math.max(0.1, Math.ceil(most * 10 - 1e-9) / 10));
}

/** How dense customers are along the axis: bins hold about as many each, so that where they lie close there are many. */
export function densities(points: readonly CalibrationPoint[], end: number): Box[] {
  const at = points.map(({ predicted }) => predicted);
  return points.map(({ predicted, rows }, bin) => {
    const from = bin === 0 ? 0 : ((at[bin - 1] ?? 0) + predicted) / 2;
    const to = bin === points.length - 1 ? end : (predicted + (at[bin + 1] ?? end)) / 2;
    return { x: [from, to], y: [0, rows / Math.max(to - from, 1e-9)] };
  });
}

/** Observed against stated churn with intervals and the diagonal, and below it how many customers have which probability. */
export function calibrationOption(
  points: readonly CalibrationPoint[],
  words: { predicted: string; observed: string; interval: string; rows: string },
  palette: Palette,
): EChartsCoreOption | undefined {
  if (points.length === 0) return undefined;
  const end = reach(points);
  const share = { formatter: (value: number) => percent(value, 0) };
  const stated = { type: 'value', min: 0, max: end };
  return {
    grid: [
      { left: 52, right: 20, top: 16, bottom: 122 },
      { left: 52, right: 20, height: 56, bottom: 40 },
    ],
    xAxis: [
      { ...stated, gridIndex: 0, axisLabel: { show: false } },
      {
        ...stated,
        gridIndex: 1,
        axisLabel: share,
        name: words.predicted,
        nameLocation: 'middle',
        nameGap: 24,
        splitLine: { show: false },
      },
    ],
    yAxis: [
      { ...stated, gridIndex: 0, axisLabel: share },
      { type: 'value', gridIndex: 1, show: false },
    ],
    tooltip: {
      trigger: 'item',
      formatter: ({ dataIndex }: Pointed) => {
        const point = points[dataIndex];
        if (!point) return '';
        return tooltip(`${words.predicted} ${percent(point.predicted)}`, [
          { color: palette.accent, name: words.observed, value: percent(point.observed) },
          { name: words.interval, value: `${percent(point.low)} – ${percent(point.high)}` },
          { name: words.rows, value: plain(point.rows) },
        ]);
      },
    },
    series: [
      {
        type: 'line',
        silent: true,
        symbol: 'none',
        lineStyle: { color: palette.faint, type: 'dashed', width: 1 },
        data: [
          [0, 0],
          [end, end],
        ],
        tooltip: { show: false },
      },
      whiskers(
        points.map(({ predicted, low, high }) => ({ at: predicted, low, high })),
        palette.muted,
        'y',
      ),
      {
        type: 'scatter',
        symbolSize: 9,
        itemStyle: { color: palette.accent },
        z: 5,
        data: points.map(({ predicted, observed }) => [predicted, observed]),
      },
      boxes(densities(points, end), palette.ramp[3] ?? palette.accent, 1, 1),
    ],
  };
}
