import type { EChartsCoreOption } from 'echarts/core';
import { axisText, sizeOf } from '@/charts/axis';
import { type Look, periodText } from '@/charts/look';
import { barStyle } from '@/charts/partial';
import { tooltip } from '@/charts/tooltip';
import type { Measure, TrendPoint } from '@/charts/trend/data';
import { value as written } from '@/format/value';
import type { Group } from './groups';

/** Bars of a ranking; more are in the table. */
export const MOST_BARS = 30;
/** Pixels that a name may take. */
const NAME_WIDTH = 148;

/** One group by period. */
export function periodBars(group: Group, measure: Measure, look: Look): EChartsCoreOption | undefined {
  const { points } = group;
  if (points.every((point) => point.value === null)) return undefined;
  const axis = axisText(measure.unit, sizeOf(points.map((point) => point.value)), look.style, measure.currency);
  return {
    grid: { left: 8, right: 16, top: axis.name ? 32 : 12, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: points.map((point) => point.label) },
    yAxis: { type: 'value', name: axis.name, splitNumber: 4, axisLabel: { formatter: axis.format } },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (hovered: { dataIndex: number }[]) => {
        const point = points[hovered[0]?.dataIndex ?? 0];
        return point ? tipOf(point.label, group.name, point, measure, look) : '';
      },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 40,
        data: points.map((point) => ({
          value: point.value,
          itemStyle: barStyle(point.status, look.palette.accent, look.palette.surface),
        })),
      },
    ],
  };
}

/** A group's place in one period. */
export interface Ranked {
  group: Group;
  point: TrendPoint;
}

/** The groups in a period, the largest first, what is not known last. */
export function rankingOf(groups: readonly Group[], period: string): Ranked[] {
  return groups
    .flatMap((group) => {
      const point = group.points.find((one) => one.label === period);
      return point ? [{ group, point }] : [];
    })
    .sort((a, b) => (b.point.value ?? Number.NEGATIVE_INFINITY) - (a.point.value ?? Number.NEGATIVE_INFINITY));
}

/** Groups of one period below each other; those in `chosen` stand out. */
export function rankingBars(
  ranking: readonly Ranked[],
  chosen: readonly Group[],
  measure: Measure,
  look: Look,
): EChartsCoreOption | undefined {
  if (ranking.every(({ point }) => point.value === null)) return undefined;
  const axis = axisText(measure.unit, sizeOf(ranking.map(({ point }) => point.value)), look.style, measure.currency);
  const colorOf = (group: Group) =>
    chosen.length === 0 || chosen.includes(group) ? look.palette.accent : look.palette.faint;
  return {
    grid: { left: 8, right: 64, top: 4, bottom: 4, containLabel: true },
    yAxis: {
      type: 'category',
      inverse: true,
      data: ranking.map(({ group }) => group.name),
      axisLabel: { width: NAME_WIDTH, overflow: 'truncate', interval: 0 },
    },
    xAxis: { type: 'value', splitNumber: 4, axisLabel: { formatter: axis.format } },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (hovered: { dataIndex: number }[]) => {
        const one = ranking[hovered[0]?.dataIndex ?? 0];
        return one
          ? tipOf(one.group.name, periodText(one.point.label, one.point.status, look), one.point, measure, look)
          : '';
      },
    },
    series: [
      {
        type: 'bar',
        barMaxWidth: 18,
        label: {
          show: true,
          position: 'right',
          color: look.palette.muted,
          formatter: ({ dataIndex }: { dataIndex: number }) =>
            write(ranking[dataIndex]?.point.value ?? null, measure, look),
        },
        data: ranking.map(({ group, point }) => ({
          value: point.value,
          itemStyle: barStyle(point.status, colorOf(group), look.palette.surface),
        })),
      },
    ],
  };
}

function tipOf(title: string, name: string, point: TrendPoint, measure: Measure, look: Look): HTMLElement {
  const lines = [{ color: look.palette.accent, name, value: write(point.value, measure, look) }];
  const { interval } = point;
  const ends = interval && [interval.low, interval.high].map((end) => write(end, measure, look)).join(' – ');
  return tooltip(
    title,
    ends ? [...lines, { name: look.words.interval, value: ends }] : lines,
    point.status === 'partial' ? look.words.partial : undefined,
  );
}

function write(value: number | null, measure: Measure, look: Look): string {
  return written(value, measure.unit, look.style, measure.currency);
}
