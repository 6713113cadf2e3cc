import type { EChartsCoreOption } from 'echarts/core';
import type { CustomerScore, Level } from '@/api/customers';
import type { Palette } from '@/app/palette';
import { tooltip } from '@/charts/tooltip';
import { percent } from '@/format/number';

/** A customer's scores as a line. */
export interface ScoreLine {
  points: { day: string; p: number; level: Level; model: string }[];
  /** Indices of the first point of another model than the one before. */
  changes: number[];
}

/** One point a day: of several models on a day the one that was scored last. */
export function scoreLine(scores: readonly CustomerScore[]): ScoreLine {
  const byDay = new Map(scores.map((score) => [score.as_of, score]));
  const points = [...byDay.values()]
    .sort((a, b) => a.as_of.localeCompare(b.as_of))
    .map((score) => ({ day: score.as_of, p: score.p_churn, level: score.level, model: score.model_id }));
  const changes = points.flatMap((point, at) => (at > 0 && points[at - 1]?.model !== point.model ? [at] : []));
  return { points, changes };
}

/** Words of the chart. */
export interface ScoreWords {
  p: string;
  model: string;
  level: (level: Level) => string;
}

/** The line, its points in the colours of the levels, the chosen one larger. */
export function scoreOption(
  { points, changes }: ScoreLine,
  chosen: string | undefined,
  words: ScoreWords,
  palette: Palette,
): EChartsCoreOption | undefined {
  if (points.length === 0) return undefined;
  return {
    grid: { left: 8, right: 16, top: 16, bottom: 8, containLabel: true },
    xAxis: { type: 'category', data: points.map((point) => point.day), boundaryGap: false },
    yAxis: {
      type: 'value',
      min: 0,
      max: axisTop(points.map((point) => point.p)),
      axisLabel: { formatter: (p: number) => percent(p, 0) },
    },
    tooltip: {
      trigger: 'axis',
      formatter: ([first]: { dataIndex: number }[]) => {
        const point = points[first?.dataIndex ?? -1];
        if (!point) return '';
        return tooltip(point.day, [
          { color: palette.level[point.level], name: words.p, value: percent(point.p) },
          { name: words.level(point.level), value: '' },
          { name: words.model, value: point.model },
        ]);
      },
    },
    series: [
      {
        type: 'line',
        showSymbol: true,
        lineStyle: { color: palette.accent },
        data: points.map((point, at) => ({
          value: point.p,
          itemStyle: { color: palette.level[point.level] },
          symbol: changes.includes(at) ? 'diamond' : 'circle',
          symbolSize: point.day === chosen ? 14 : changes.includes(at) ? 10 : 8,
        })),
      },
    ],
  };
}

/** The top of an axis of shares: the next tenth above the largest, at most 1. */
export function axisTop(shares: readonly number[]): number {
  const most = Math.max(0, ...shares);
  return Math.min(1, Math.ceil(Math.round(most * 1e6) / 1e5) / 10 || 0.1);
}
