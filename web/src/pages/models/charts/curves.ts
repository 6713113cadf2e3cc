import type { EChartsCoreOption } from 'echarts/core';
import type { CurvePoint } from '@/api/models';
import type { Palette } from '@/app/palette';
import { tooltip } from '@/charts/tooltip';
import { plain, UNKNOWN } from '@/format/number';
import { GRID, type Pointed } from './frame';

export const CURVES = ['by_history', 'by_cutoffs', 'by_days_ahead'] as const;
export type CurveName = (typeof CURVES)[number];

/** Names of the points: the last of the history is all of it, with what looks back on the whole past. */
export function labelsOf(name: CurveName, points: readonly CurvePoint[], all: string): string[] {
  return points.map((point, at) => {
    const last = at === points.length - 1;
    return name === 'by_history' && last && points.length > 1 ? all : plain(point.at);
  });
}

/** What the curve says: AUC at its beginning and at its end; undefined where either is not known. */
export function ends(points: readonly CurvePoint[]): { first: number; last: number } | undefined {
  const first = points[0]?.auc;
  const last = points.at(-1)?.auc;
  return first == null || last == null ? undefined : { first, last };
}

/** AUC by history, cutoffs or days ahead; .5 is a guess. */
export function curveOption(
  points: readonly CurvePoint[],
  labels: readonly string[],
  words: { axis: string; auc: string; rows: string; guess: string },
  palette: Palette,
): EChartsCoreOption | undefined {
  if (!points.some((point) => point.auc !== null)) return undefined;
  return {
    grid: GRID,
    xAxis: { type: 'category', data: labels, name: words.axis, nameLocation: 'middle', nameGap: 26 },
    yAxis: { type: 'value', min: (range: { min: number }) => Math.min(0.5, Math.floor(range.min * 20) / 20) },
    tooltip: {
      trigger: 'axis',
      formatter: ([pointed]: Pointed[]) => {
        const at = pointed?.dataIndex ?? -1;
        const point = points[at];
        if (!point) return '';
        return tooltip(`${words.axis}: ${labels[at]}`, [
          { color: palette.accent, name: words.auc, value: point.auc === null ? UNKNOWN : plain(point.auc, 3) },
          { name: words.rows, value: plain(point.judged_rows) },
        ]);
      },
    },
    series: [
      {
        type: 'line',
        symbolSize: 7,
        itemStyle: { color: palette.accent },
        data: points.map((point) => point.auc),
        markLine: {
          silent: true,
          symbol: 'none',
          lineStyle: { color: palette.faint, type: 'dashed' },
          label: { formatter: words.guess, position: 'insideEndTop', color: palette.muted },
          data: [{ yAxis: 0.5 }],
        },
      },
    ],
  };
}
