import type { EChartsCoreOption } from 'echarts/core';
import type { HorizonRecord } from '@/api/models';
import type { Palette } from '@/app/palette';
import { tooltip } from '@/charts/tooltip';
import { whiskers } from '@/charts/whiskers';
import { percent, plain } from '@/format/number';
import { GRID, type Pointed } from './frame';

/** Horizons whose expected share lies outside the interval of what came. */
export function missed(records: readonly HorizonRecord[]): number[] {
  return records.filter(({ predicted, low, high }) => predicted < low || predicted > high).map(({ days }) => days);
}

/** Expected beside what came, with the interval of what came. */
export function horizonOption(
  records: readonly HorizonRecord[],
  words: { days: (days: number) => string; predicted: string; observed: string; interval: string; customers: string },
  palette: Palette,
): EChartsCoreOption | undefined {
  if (records.length === 0) return undefined;
  return {
    grid: GRID,
    xAxis: { type: 'category', data: records.map(({ days }) => words.days(days)) },
    yAxis: { type: 'value', min: 0, axisLabel: { formatter: (share: number) => percent(share, 0) } },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: ([pointed]: Pointed[]) => {
        const record = records[pointed?.dataIndex ?? -1];
        if (!record) return '';
        return tooltip(words.days(record.days), [
          { color: palette.ramp[2], name: words.predicted, value: percent(record.predicted) },
          { color: palette.accent, name: words.observed, value: percent(record.observed) },
          { name: words.interval, value: `${percent(record.low)} – ${percent(record.high)}` },
          { name: words.customers, value: plain(record.customers) },
        ]);
      },
    },
    series: [
      {
        type: 'bar',
        barWidth: 26,
        itemStyle: { color: palette.ramp[2], borderRadius: [3, 3, 0, 0] },
        data: records.map(({ predicted }) => predicted),
      },
      {
        type: 'scatter',
        symbolSize: 10,
        itemStyle: { color: palette.accent },
        z: 5,
        data: records.map(({ observed }) => observed),
      },
      whiskers(
        records.map(({ low, high }, at) => ({ at, low, high })),
        palette.text,
        'y',
      ),
    ],
  };
}
