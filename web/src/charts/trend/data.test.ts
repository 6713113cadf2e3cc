import { describe, expect, test } from 'vitest';
import { LIGHT } from '@/app/palette';
import { LOOK as look } from '@/charts/lookOfTests';
import { type TrendPoint, trendLegend, trendOption, trendTable } from './data';

const rate = { unit: 'rate', currency: null } as const;
const point = (label: string, value: number | null, status: TrendPoint['status'] = 'complete'): TrendPoint => ({
  label,
  status,
  value,
  interval: value === null ? null : { low: value - 0.01, high: value + 0.01 },
});
const one = [
  { name: '流失率', points: [point('2024-01', 0.03), point('2024-02', 0.05), point('2024-03', 0.01, 'partial')] },
];
const seriesOf = (option: unknown) => (option as { series: { type: string; data: (number | null)[] }[] }).series;

describe('one line', () => {
  test('has its band, the complete part, and a dashed way to the period that is not complete', () => {
    const [hatched, low, width, complete, partial] = seriesOf(trendOption(one, rate, look));
    expect(hatched?.data[0]).toBeNull();
    expect(hatched?.data[2]).toMatchObject({ value: 1, itemStyle: { decal: {} } });
    expect(low?.data[1]).toBeCloseTo(0.04);
    expect(width?.data[1]).toBeCloseTo(0.02);
    expect(complete?.data).toEqual([0.03, 0.05, null]);
    expect(partial?.data).toEqual([null, 0.05, 0.01]);
  });
  test('as a table says which period is not complete, and the interval', () => {
    const table = trendTable(one, rate, look);
    expect(table.rows[2]).toEqual(['2024-03 (未完)', '1.0%', '0.0% – 2.0%']);
  });
});

test('a column that may be clicked is there for every period, one that is marked stands out', () => {
  type Column = { itemStyle: { color: string } } | null;
  const columns = (more: object) => seriesOf(trendOption(one, rate, look, more))[0]?.data as unknown as Column[];
  expect(columns({ clickable: true }).every((column) => column !== null)).toBe(true);
  const marked = columns({ marked: ['2024-02'] });
  expect([marked[0], marked[1]?.itemStyle.color]).toEqual([null, LIGHT.accent]);
});

test('where nothing is known there is nothing to draw, and no 0', () => {
  const points = [point('2024-01', null, 'not_due')];
  expect(trendOption([{ name: 'x', points }], rate, look)).toBeUndefined();
  expect(trendOption([], rate, look)).toBeUndefined();
  expect(trendTable([{ name: 'x', points }], rate, look).rows).toEqual([['2024-01 (未到期)', '–', '']]);
});

test('many lines have no band and colours that come again', () => {
  const many = Array.from({ length: 60 }, (_, index) => ({ name: `分组${index}`, points: [point('2024-01', index)] }));
  expect(seriesOf(trendOption(many, rate, look))).toHaveLength(1 + 60 * 2);
  expect(trendLegend(many, look)[8]?.color).toBe(LIGHT.series[0]);
});

test('a tooltip of negative values and of money is written in its unit', () => {
  const money = [{ name: '金额', points: [point('2024-01', -1_234_500)] }];
  const table = trendTable(money, { unit: 'money', currency: 'CNY' }, look);
  expect(table.rows[0]?.[1]).toBe('−¥1.23万');
});
