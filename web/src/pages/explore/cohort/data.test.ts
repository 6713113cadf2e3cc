import { expect, test } from 'vitest';
import { LOOK as look } from '@/charts/lookOfTests';
import { LOST, rowOf } from '../answer/answerOfTests';
import { cohortOption, cohortTable, triangleOf } from './data';

const rate = { unit: 'rate', currency: null } as const;
const words = { cohort: '同期群', size: '人数', age: (age: number) => `第 ${age} 期`, counted: '人数' };
const cell = (label: string, age: number, numerator: number | null, denominator: number) =>
  rowOf(label, numerator === null ? null : numerator / denominator, { keys: [age], numerator, denominator });
const table = {
  ...LOST,
  dims: [],
  keys: ['age'],
  rows: [
    cell('2024-01', 0, 53, 53),
    cell('2024-01', 1, 20, 53),
    cell('2024-01', 2, 0, 53),
    cell('2024-02', 0, 18, 18),
    cell('2024-02', 1, null, 18),
  ],
};
type Map = {
  series: { data: { value: number[]; label: { formatter: string } }[] }[];
  visualMap: { max: number };
  yAxis: { data: string[] };
};

test('the latest cohort is on top, with its size', () => {
  const triangle = triangleOf(table);
  expect(triangle.cohorts).toEqual([
    { label: '2024-02', size: 18 },
    { label: '2024-01', size: 53 },
  ]);
  expect(triangle.ages).toEqual([0, 1, 2]);
});

test('what is not due has no cell; nobody coming back is 0', () => {
  const option = cohortOption(triangleOf(table), rate, look, words) as unknown as Map;
  expect(option.series[0]?.data.map((one) => one.value.slice(0, 2))).toEqual([
    [0, 0],
    [0, 1],
    [1, 1],
    [2, 1],
  ]);
  expect(option.series[0]?.data.at(-1)?.label.formatter).toBe('0.0%');
  expect(cohortTable(triangleOf(table), rate, look, words).rows).toEqual([
    ['2024-02', '18', '100.0%', '', ''],
    ['2024-01', '53', '100.0%', '37.7%', '0.0%'],
  ]);
});

test('colours are for what comes after the start', () => {
  const option = cohortOption(triangleOf(table), rate, look, words) as unknown as Map;
  expect(option.visualMap.max).toBeCloseTo(20 / 53);
});

test('no cell is nothing to draw', () => {
  expect(cohortOption(triangleOf({ ...table, rows: [] }), rate, look, words)).toBeUndefined();
});

test('a cell of an unfinished period says so in the table too', () => {
  const begun = {
    ...cell('2024-01', 1, 20, 53),
    period: { ...cell('2024-01', 1, 20, 53).period, status: 'partial' as const },
  };
  const triangle = triangleOf({ ...table, rows: [cell('2024-01', 0, 53, 53), begun] });
  expect(cohortTable(triangle, rate, look, words).rows).toEqual([['2024-01', '53', '100.0%', '37.7% (未完)']]);
});
