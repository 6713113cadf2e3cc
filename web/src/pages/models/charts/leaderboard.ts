import type { EChartsCoreOption } from 'echarts/core';
import type { LeaderboardLine } from '@/api/models';
import type { Bilingual, Lang } from '@/api/types';
import type { Palette } from '@/app/palette';
import { tooltip } from '@/charts/tooltip';
import { whiskers } from '@/charts/whiskers';
import { plain } from '@/format/number';
import { withInterval } from '../figure';
import { GRID, LABEL_PX, type Pointed, rowsAxis, valueAxis } from './frame';

/** A candidate as the chart and its table show it. */
export interface Candidate {
  name: string;
  auc: string;
  logLoss: number | null;
  low: number | null;
  high: number | null;
  worse: number;
  worseSe: number;
  chosen: boolean;
  seconds: number | null;
  /** Parts of a blend with their weights. */
  parts: [string, number][];
}

/** Candidates, the best log loss first. */
export function candidates(lines: readonly LeaderboardLine[], pick: (text: Bilingual) => string): Candidate[] {
  return lines
    .map(({ title, figures, worse, worse_se, chosen, seconds, weights }) => ({
      name: pick(title),
      auc: withInterval(figures.auc),
      logLoss: figures.log_loss?.value ?? null,
      low: figures.log_loss?.low ?? null,
      high: figures.log_loss?.high ?? null,
      worse,
      worseSe: worse_se,
      chosen,
      seconds: seconds ?? null,
      parts: weights,
    }))
    .sort((a, b) => a.worse - b.worse);
}

/** Why the winner: the simplest whose log loss is within one standard error of the best. */
export function whyChosen(list: readonly Candidate[]): 'best' | 'simpler' | undefined {
  const winner = list.find((one) => one.chosen);
  if (winner === undefined) return undefined;
  return winner.worse <= 0 ? 'best' : 'simpler';
}

/** Time in a few letters: 6.5 s, 3 min. */
export function shortTime(seconds: number, lang: Lang): string {
  if (seconds < 100) return `${plain(seconds, 1)} ${lang === 'zh' ? '秒' : 's'}`;
  return `${plain(seconds / 60)} ${lang === 'zh' ? '分' : 'min'}`;
}

/** Log loss of each candidate with its interval, the winner in the accent. */
export function leaderboardOption(
  list: readonly Candidate[],
  words: { logLoss: string; auc: string },
  palette: Palette,
  labelPx = LABEL_PX.wide,
): EChartsCoreOption | undefined {
  if (!list.some((one) => one.logLoss !== null)) return undefined;
  const intervals = list.flatMap(({ low, high }, at) => (low === null || high === null ? [] : [{ at, low, high }]));
  return {
    grid: GRID,
    xAxis: valueAxis(words.logLoss),
    yAxis: rowsAxis(
      list.map((one) => one.name),
      labelPx,
    ),
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: ([first]: Pointed[]) => {
        const one = list[first?.dataIndex ?? -1];
        if (one === undefined || one.logLoss === null) return '';
        return tooltip(one.name, [
          { color: palette.accent, name: words.logLoss, value: plain(one.logLoss, 4) },
          { name: words.auc, value: one.auc },
        ]);
      },
    },
    series: [
      {
        type: 'scatter',
        symbolSize: 11,
        data: list.map(({ logLoss, chosen }, at) => ({
          value: [logLoss, at],
          itemStyle: { color: chosen ? palette.accent : palette.faint },
        })),
      },
      whiskers(intervals, palette.muted, 'x'),
    ],
  };
}
