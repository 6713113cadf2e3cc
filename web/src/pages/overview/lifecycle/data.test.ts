import { expect, test } from 'vitest';
import type { Lifecycle } from '@/api/metric';
import { LOOK as look } from '@/charts/lookOfTests';
import { lifecycleLegend, lifecycleOption, lifecycleTable, netOf } from './data';

const words = { kept: '留存', returned: '回流', new: '新增', lost: '流失', net: '净增' };
const whole: Lifecycle = { period: '2024-01', status: 'complete', new: 10, kept: 20_000, returned: 3, lost: 7 };
const begun: Lifecycle = { period: '2024-02', status: 'partial', new: 2, kept: 19_000, returned: 0, lost: 1 };
const ahead: Lifecycle = { period: '2024-03', status: 'not_due', new: null, kept: null, returned: null, lost: null };

type Bars = {
  series: { name: string; data: { value: number | null; itemStyle: object }[] }[];
  yAxis: { name: string };
};
const drawn = (movesOnly: boolean, periods = [whole, begun, ahead]) =>
  lifecycleOption(periods, movesOnly, look, words) as unknown as Bars;

test('those who were lost lie below the axis; what is not due is not drawn as 0', () => {
  const lost = drawn(false).series.find((series) => series.name === '流失');
  expect(lost?.data.map((bar) => bar.value)).toEqual([-7, -1, null]);
});

test('a period that is not complete is hatched', () => {
  const [kept] = drawn(false).series;
  expect(kept?.data[0]?.itemStyle).not.toHaveProperty('decal');
  expect(kept?.data[1]?.itemStyle).toHaveProperty('decal');
});

test('without those who stayed the axis fits the movements', () => {
  expect(drawn(false).yAxis.name).toBe('万人');
  expect(drawn(true).yAxis.name).toBe('人');
  expect(drawn(true).series.map((series) => series.name)).toEqual(['回流', '新增', '流失']);
  expect(lifecycleLegend(true, look, words)).toHaveLength(3);
});

test('nothing known is nothing to draw', () => {
  expect(lifecycleOption([ahead], false, look, words)).toBeUndefined();
  expect(lifecycleOption([], false, look, words)).toBeUndefined();
});

test('the table is exact and says what is not complete', () => {
  const { rows } = lifecycleTable([whole, begun, ahead], look, words);
  expect(rows[0]).toEqual(['2024-01', '10', '3', '20,000', '7', '+6']);
  expect(rows[2]).toEqual(['2024-03 (未到期)', '–', '–', '–', '–', '–']);
  expect(netOf(begun)).toBe(1);
});
