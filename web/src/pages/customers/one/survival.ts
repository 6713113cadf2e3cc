import type { EChartsCoreOption } from 'echarts/core';
import type { CustomerSurvival } from '@/api/customers';
import type { Palette } from '@/app/palette';
import { tooltip } from '@/charts/tooltip';
import { percent } from '@/format/number';

/** A point of the curve. */
export interface SurvivalPoint {
  day: number;
  share: number;
  low: number;
  high: number;
}

/** The curve from day 0, where everybody is there, on; ends of the band are put around the curve where they miss it by rounding. */
export function survivalPoints({ days, survival, low, high }: Omit<CustomerSurvival, 'freshness'>): SurvivalPoint[] {
  const points = days.map((day, at) => {
    const share = survival[at] ?? 0;
    return { day, share, low: Math.min(low[at] ?? share, share), high: Math.max(high[at] ?? share, share) };
  });
  if (points.length > 0 && points[0]?.day !== 0) points.unshift({ day: 0, share: 1, low: 1, high: 1 });
  return points;
}

/** Words of the chart. */
export interface SurvivalWords {
  day: string;
  share: string;
  band: string;
  after: (day: number) => string;
}

/** A line with its band, on an axis of days from all to none. */
export function survivalOption(
  points: readonly SurvivalPoint[],
  words: SurvivalWords,
  palette: Palette,
): EChartsCoreOption | undefined {
  if (points.length < 2) return undefined;
  const band = { type: 'line', stack: 'band', symbol: 'none', lineStyle: { opacity: 0 }, silent: true };
  return {
    grid: { left: 8, right: 16, top: 16, bottom: 28, containLabel: true },
    xAxis: {
      type: 'value',
      min: 0,
      max: points.at(-1)?.day,
      name: words.day,
      nameLocation: 'middle',
      nameGap: 28,
      splitLine: { show: false },
    },
    yAxis: { type: 'value', min: 0, max: 1, axisLabel: { formatter: (share: number) => percent(share, 0) } },
    tooltip: {
      trigger: 'axis',
      formatter: ([first]: { dataIndex: number }[]) => {
        const point = points[first?.dataIndex ?? -1];
        if (!point) return '';
        return tooltip(words.after(point.day), [
          { color: palette.accent, name: words.share, value: percent(point.share) },
          { name: words.band, value: `${percent(point.low)} – ${percent(point.high)}` },
        ]);
      },
    },
    series: [
      { ...band, data: points.map(({ day, low }) => [day, low]) },
      {
        ...band,
        data: points.map(({ day, low, high }) => [day, high - low]),
        areaStyle: { color: palette.accent, opacity: 0.16 },
      },
      {
        type: 'line',
        symbol: 'none',
        lineStyle: { color: palette.accent },
        data: points.map(({ day, share }) => [day, share]),
      },
    ],
  };
}
