import { expect, test } from 'vitest';
import { LIGHT } from '@/app/palette';
import { LOOK as look } from '@/charts/lookOfTests';
import type { TrendPoint } from '@/charts/trend/data';
import { periodBars, rankingBars, rankingOf } from './bars';
import type { Group } from './groups';

const count = { unit: 'customers', currency: null } as const;
const groupOf = (name: string, ...values: (number | null)[]): Group => ({
  cells: [name],
  name,
  points: values.map((value, index) => ({ label: `2024-0${index + 1}`, status: 'complete', value, interval: null })),
});
type Bars = { series: { data: { value: number | null; itemStyle: { color: string } }[] }[]; yAxis: { data: string[] } };

test('a ranking is of one period, the largest first, what is not known last', () => {
  const ranking = rankingOf([groupOf('甲', 1, 5), groupOf('乙', 9, null), groupOf('丙', 2, -3)], '2024-02');
  expect(ranking.map(({ group }) => group.name)).toEqual(['甲', '丙', '乙']);
  const bars = rankingBars(ranking, [], count, look) as unknown as Bars;
  expect(bars.series[0]?.data.map((bar) => bar.value)).toEqual([5, -3, null]);
});

test('what is chosen stands out, and everything does where nothing is', () => {
  const [first, second] = [groupOf('甲', 1), groupOf('很长很长很长很长很长很长的中文分组名', 2)];
  const ranking = rankingOf([first, second], '2024-01');
  const colors = (chosen: Group[]) =>
    (rankingBars(ranking, chosen, count, look) as unknown as Bars).series[0]?.data.map((bar) => bar.itemStyle.color);
  expect(colors([])).toEqual([LIGHT.accent, LIGHT.accent]);
  expect(colors([first])).toEqual([LIGHT.faint, LIGHT.accent]);
});

test('a period that is not complete is hatched', () => {
  const points: TrendPoint[] = [
    { label: '2024-01', status: 'complete', value: 4, interval: null },
    { label: '2024-02', status: 'partial', value: 1, interval: null },
  ];
  const [series] = (periodBars({ cells: [], name: 'x', points }, count, look) as unknown as Bars).series;
  expect(series?.data[0]?.itemStyle).not.toHaveProperty('decal');
  expect(series?.data[1]?.itemStyle).toHaveProperty('decal');
});

test('nothing known is nothing to draw', () => {
  expect(periodBars(groupOf('甲', null), count, look)).toBeUndefined();
  expect(rankingBars(rankingOf([groupOf('甲', 1)], '1999-01'), [], count, look)).toBeUndefined();
});
