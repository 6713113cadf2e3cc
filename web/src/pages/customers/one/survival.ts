import type { EChartsCoreOption } from 'echarts/core';
import type { SurvivalSeries } from '@/api/customers';
import type { Palette } from '@/app/palette';
import { tooltip } from '@/charts/tooltip';
import { percent } from '@/format/number';

/** A point of a curve; its interval where it is known. */
export interface SurvivalPoint {
  day: number;
  share: number;
  low: number | null;
  high: number | null;
}

type Columns = Pick<SurvivalSeries, 'days' | 'survival' | 'low' | 'high'>;

/** The curve from day 0 on, where the customer is there; ends of the band are put around the curve where they miss it by rounding. */
export function survivalPoints({ days, survival, low, high }: Columns): SurvivalPoint[] {
  const points = days.map((day, at): SurvivalPoint => {
    const share = survival[at] ?? 0;
    const ends = [low[at] ?? null, high[at] ?? null];
    return {
      day,
      share,
      low: ends[0] == null ? null : Math.min(ends[0], share),
      high: ends[1] == null ? null : Math.max(ends[1], share),
    };
  });
  if (points.length > 0 && points[0]?.day !== 0) points.unshift({ day: 0, share: 1, low: 1, high: 1 });
  return points;
}

/** Words of the chart. */
export interface SurvivalWords {
  day: string;
  main: string;
  model: string;
  band: string;
  after: (day: number) => string;
}

/** A curve with its band, and the model's beside it where there is one, on an axis of days from all to none. */
export function survivalOption(
  points: readonly SurvivalPoint[],
  model: readonly SurvivalPoint[],
  words: SurvivalWords,
  palette: Palette,
): EChartsCoreOption | undefined {
  if (points.length < 2) return undefined;
  const [first = '', second = ''] = palette.series;
  const band = { type: 'line', stack: 'band', symbol: 'none', lineStyle: { opacity: 0 }, silent: true };
  const line = { type: 'line', symbol: 'none' };
  const banded = points.flatMap(({ day, low, high }) => (low === null || high === null ? [] : [{ day, low, high }]));
  return {
    grid: { left: 8, right: 16, top: 16, bottom: 28, containLabel: true },
    xAxis: {
      type: 'value',
      min: 0,
      max: Math.max(points.at(-1)?.day ?? 0, model.at(-1)?.day ?? 0),
      name: words.day,
      nameLocation: 'middle',
      nameGap: 28,
      splitLine: { show: false },
    },
    yAxis: { type: 'value', min: 0, max: 1, axisLabel: { formatter: (share: number) => percent(share, 0) } },
    tooltip: {
      trigger: 'axis',
      formatter: ([pointed]: { axisValue: number }[]) => tip(pointed?.axisValue ?? 0),
    },
    series: [
      { ...band, data: banded.map(({ day, low }) => [day, low]) },
      {
        ...band,
        data: banded.map(({ day, low, high }) => [day, high - low]),
        areaStyle: { color: first, opacity: 0.16 },
      },
      { ...line, lineStyle: { color: first }, data: points.map(({ day, share }) => [day, share]) },
      {
        ...line,
        lineStyle: { color: second, type: 'dashed' },
        data: model.map(({ day, share }) => [day, share]),
      },
    ],
  };

  function tip(day: number): HTMLElement | string {
    const [main, own] = [last(points, day), last(model, day)];
    if (main === undefined) return '';
    const lines = [{ color: first, name: words.main, value: percent(main.share) }];
    if (main.low !== null && main.high !== null)
      lines.push({ color: 'transparent', name: words.band, value: `${percent(main.low)} – ${percent(main.high)}` });
    if (own !== undefined) lines.push({ color: second, name: words.model, value: percent(own.share) });
    return tooltip(words.after(day), lines);
  }
}

/** The point that holds on a day: the last one up to it. */
export function last(points: readonly SurvivalPoint[], day: number): SurvivalPoint | undefined {
  return points.findLast((point) => point.day <= day);
}
