import type { EChartsCoreOption } from 'echarts/core';
import type { GainsPoint } from '@/api/models';
import type { Palette } from '@/app/palette';
import { tooltip } from '@/charts/tooltip';
import { percent, plain } from '@/format/number';
import { GRID, type Pointed } from './frame';

export const GAINS = ['gains', 'lift', 'response', 'profit'] as const;
export type GainsName = (typeof GAINS)[number];

/** The point at or just above a share of customers. */
export function at(points: readonly GainsPoint[], share: number): GainsPoint | undefined {
  return points.find((point) => point.share >= share - 1e-9);
}

/** The share at which contacting brings most; undefined where it never pays. */
export function bestShare(points: readonly GainsPoint[]): GainsPoint | undefined {
  const best = points.reduce<GainsPoint | undefined>(
    (most, point) => (most === undefined || point.profit > most.profit ? point : most),
    undefined,
  );
  return best !== undefined && best.profit > 0 ? best : undefined;
}

/** How a value of a curve is written. */
export function written(name: GainsName, value: number, money: (value: number) => string): string {
  if (name === 'lift') return `${plain(value, 2)}×`;
  return name === 'profit' ? money(value) : percent(value);
}

/** One of the curves by share of customers contacted, and what chance would give. */
export function gainsOption(
  points: readonly GainsPoint[],
  name: GainsName,
  words: { share: string; value: string; threshold: string; chance: string; money: (value: number) => string },
  palette: Palette,
): EChartsCoreOption | undefined {
  if (points.length === 0) return undefined;
  const chance = chanceOf(points, name);
  const format = (value: number) => written(name, value, words.money);
  return {
    grid: GRID,
    xAxis: {
      type: 'value',
      min: 0,
      max: 1,
      name: words.share,
      nameLocation: 'middle',
      nameGap: 26,
      axisLabel: { formatter: (share: number) => percent(share, 0) },
      splitLine: { show: false },
    },
    yAxis: { type: 'value', axisLabel: { formatter: format }, ...(name === 'gains' && { min: 0, max: 1 }) },
    tooltip: {
      trigger: 'axis',
      formatter: (pointed: Pointed[]) => {
        const point = points[pointed.find(({ seriesIndex }) => seriesIndex === 0)?.dataIndex ?? -1];
        if (!point) return '';
        return tooltip(`${words.share} ${percent(point.share, 0)}`, [
          { color: palette.accent, name: words.value, value: format(point[name]) },
          { name: words.threshold, value: percent(point.threshold) },
        ]);
      },
    },
    series: [
      {
        type: 'line',
        symbol: 'none',
        lineStyle: { color: palette.accent },
        itemStyle: { color: palette.accent },
        data: points.map((point) => [point.share, point[name]]),
      },
      {
        type: 'line',
        name: words.chance,
        symbol: 'none',
        silent: true,
        lineStyle: { color: palette.faint, type: 'dashed', width: 1 },
        data: chance,
      },
    ],
  };
}

/** What contacting customers at random would give. */
function chanceOf(points: readonly GainsPoint[], name: GainsName): [number, number][] {
  const all = points.at(-1);
  if (name === 'gains')
    return [
      [0, 0],
      [1, 1],
    ];
  if (name === 'lift')
    return [
      [0, 1],
      [1, 1],
    ];
  if (name === 'response')
    return [
      [0, all?.response ?? 0],
      [1, all?.response ?? 0],
    ];
  return [
    [0, 0],
    [1, all?.profit ?? 0],
  ];
}
