import type { EChartsCoreOption } from 'echarts/core';
import type { SegmentMoves } from '@/api/models';
import type { Palette } from '@/app/palette';
import { tooltip } from '@/charts/tooltip';
import { percent, plain } from '@/format/number';
import type { Pointed } from './frame';

/** A flow between two segments; a row of `from` undefined: customers who are new, of `to` undefined: who have gone. */
export interface Move {
  from: number | undefined;
  to: number | undefined;
  count: number;
  /** Of those who were in `from`; of all new ones where that is undefined. */
  share: number;
}

/** Flows that there are, and what share of where they come from each is. */
export function movesOf({ counts, gone, new: arrived }: Pick<SegmentMoves, 'counts' | 'gone' | 'new'>): Move[] {
  const out: Move[] = [];
  counts.forEach((row, from) => {
    const all = row.reduce((sum, count) => sum + count, 0) + (gone[from] ?? 0);
    row.forEach((count, to) => {
      if (count > 0) out.push({ from, to, count, share: count / all });
    });
    const left = gone[from] ?? 0;
    if (left > 0) out.push({ from, to: undefined, count: left, share: left / all });
  });
  const all = arrived.reduce((sum, count) => sum + count, 0);
  arrived.forEach((count, to) => {
    if (count > 0) out.push({ from: undefined, to, count, share: count / all });
  });
  return out;
}

/** Share of customers of both days who are where they were. */
export function stayed(counts: readonly number[][]): number | undefined {
  const all = counts.flat().reduce((sum, count) => sum + count, 0);
  if (all === 0) return undefined;
  return counts.reduce((sum, row, at) => sum + (row[at] ?? 0), 0) / all;
}

/** Words of the drawing. */
export interface MoveWords {
  gone: string;
  arrived: string;
  customers: string;
  share: string;
}

/** A matrix: rows are where customers were, columns where they are; the last column has gone, the last row is new. */
export function migrationOption(
  moves: readonly Move[],
  names: readonly string[],
  words: MoveWords,
  palette: Palette,
): EChartsCoreOption | undefined {
  if (moves.length === 0) return undefined;
  const across = [...names, words.gone];
  const down = [...names, words.arrived];
  const axis = {
    type: 'category',
    splitArea: { show: false },
    axisLabel: { width: 150, overflow: 'break', interval: 0, fontSize: 11, lineHeight: 15 },
  };
  return {
    grid: { left: 8, right: 16, top: 8, bottom: 8, containLabel: true },
    xAxis: { ...axis, data: across, position: 'top' },
    yAxis: { ...axis, data: down, inverse: true },
    visualMap: { show: false, min: 0, max: 1, dimension: 2, inRange: { color: [...palette.ramp] } },
    tooltip: {
      trigger: 'item',
      formatter: ({ dataIndex }: Pointed) => {
        const move = moves[dataIndex];
        if (!move) return '';
        return tooltip(`${down[move.from ?? names.length]} → ${across[move.to ?? names.length]}`, [
          { name: words.customers, value: plain(move.count) },
          { name: words.share, value: percent(move.share) },
        ]);
      },
    },
    series: [
      {
        type: 'heatmap',
        data: moves.map(({ from, to, count, share }) => ({
          value: [to ?? names.length, from ?? names.length, share],
          label: {
            show: true,
            formatter: `${plain(count)}\n${percent(share, 0)}`,
            color: share > 0.5 ? palette.surface : palette.text,
          },
        })),
        itemStyle: { borderColor: palette.surface, borderWidth: 2 },
      },
    ],
  };
}
