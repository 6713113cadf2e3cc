import type { EChartsCoreOption } from 'echarts/core';
import type { MetricRow, MetricTable } from '@/api/metric';
import type { GridData } from '@/charts/DataGrid';
import { type Look, periodText } from '@/charts/look';
import { tooltip } from '@/charts/tooltip';
import type { Measure } from '@/charts/trend/data';
import { count, UNKNOWN } from '@/format/number';
import { value as written } from '@/format/value';

/** Cohorts by age. What is not due has no cell. */
export interface Triangle {
  /** The latest first. */
  cohorts: { label: string; size: number | null }[];
  ages: number[];
  cells: Map<string, MetricRow>;
}

/** Words of the triangle. */
export interface CohortWords {
  cohort: string;
  size: string;
  age: (age: number) => string;
  counted: string;
}

/** Ages that fit with their numbers written into them. */
const MOST_WRITTEN = 14;
/** Pixels of a row. */
export const ROW_HEIGHT = 28;

/** The rows of a metric by age as a triangle. */
export function triangleOf(table: MetricTable): Triangle {
  const cohorts = new Map<string, number | null>();
  const ages = new Set<number>();
  const cells = new Map<string, MetricRow>();
  for (const row of table.rows) {
    const [age] = row.keys;
    if (typeof age !== 'number' || row.value === null) continue;
    const { label } = row.period;
    cohorts.set(label, Math.max(cohorts.get(label) ?? 0, row.denominator ?? 0) || null);
    ages.add(age);
    cells.set(cellKey(label, age), row);
  }
  return {
    cohorts: [...cohorts].map(([label, size]) => ({ label, size })).sort((a, b) => (a.label < b.label ? 1 : -1)),
    ages: [...ages].sort((a, b) => a - b),
    cells,
  };
}

/** The triangle as a heat map. */
export function cohortOption(
  triangle: Triangle,
  measure: Measure,
  look: Look,
  words: CohortWords,
): EChartsCoreOption | undefined {
  const { cohorts, ages } = triangle;
  if (triangle.cells.size === 0) return undefined;
  const rows = cohorts.flatMap(({ label }, y) =>
    ages.flatMap((age, x) => {
      const row = triangle.cells.get(cellKey(label, age));
      return row ? [{ x, y, row }] : [];
    }),
  );
  const highest = highestBesidesStart(rows.map(({ row }) => row));
  return {
    grid: { left: 8, right: 8, top: 28, bottom: 4, containLabel: true },
    xAxis: { type: 'category', position: 'top', data: ages.map(words.age), axisLine: { show: false } },
    yAxis: {
      type: 'category',
      inverse: true,
      axisLine: { show: false },
      data: cohorts.map(({ label, size }) => `${label}  ${count(size, look.style)}`),
    },
    visualMap: { show: false, min: 0, max: highest, inRange: { color: [...look.palette.ramp] } },
    tooltip: {
      trigger: 'item',
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const hovered = rows[dataIndex];
        return hovered ? tipOf(hovered.row, ages[hovered.x] ?? 0, measure, look, words) : '';
      },
    },
    series: [
      {
        type: 'heatmap',
        itemStyle: { borderColor: look.palette.surface, borderWidth: 2, borderRadius: 4 },
        emphasis: { itemStyle: { borderColor: look.palette.accent } },
        data: rows.map(({ x, y, row }) => ({
          value: [x, y, row.value],
          label: {
            show: ages.length <= MOST_WRITTEN,
            formatter: written(row.value, measure.unit, look.style, measure.currency),
            fontSize: 11,
            color: (row.value ?? 0) > highest * 0.55 ? look.palette.surface : look.palette.text,
            fontStyle: row.period.status === 'partial' ? 'italic' : 'normal',
          },
          ...(row.period.status === 'partial' && { itemStyle: hatched(look) }),
        })),
      },
    ],
  };
}

/** The same numbers: a row a cohort, a column an age; what is not complete says so. */
export function cohortTable(triangle: Triangle, measure: Measure, look: Look, words: CohortWords): GridData {
  const { cohorts, ages, cells } = triangle;
  return {
    columns: [
      { title: words.cohort },
      { title: words.size, numeric: true },
      ...ages.map((age) => ({ title: words.age(age), numeric: true })),
    ],
    rows: cohorts.map(({ label, size }) => [
      label,
      size === null ? UNKNOWN : size.toLocaleString('en-US'),
      ...ages.map((age) => {
        const row = cells.get(cellKey(label, age));
        if (row === undefined) return '';
        return periodText(written(row.value, measure.unit, look.style, measure.currency), row.period.status, look);
      }),
    ]),
  };
}

function cellKey(label: string, age: number): string {
  return `${label}|${age}`;
}

/** The largest value that is not the start, where everybody is there: it would leave one colour for all the others. */
function highestBesidesStart(rows: readonly MetricRow[]): number {
  const later = rows.filter((row) => row.keys[0] !== 0).map((row) => row.value ?? 0);
  const all = rows.map((row) => row.value ?? 0);
  return Math.max(...(later.length > 0 ? later : all)) || 1;
}

function hatched(look: Look): object {
  return {
    decal: {
      symbol: 'rect',
      color: look.palette.surface,
      dashArrayX: [1, 0],
      dashArrayY: [1, 5],
      rotation: -Math.PI / 4,
    },
  };
}

function tipOf(row: MetricRow, age: number, measure: Measure, look: Look, words: CohortWords): HTMLElement {
  const { period, numerator, denominator, interval } = row;
  const write = (value: number | null) => written(value, measure.unit, look.style, measure.currency);
  const lines = [
    { name: words.age(age), value: write(row.value) },
    { name: words.counted, value: `${count(numerator, look.style)} / ${count(denominator, look.style)}` },
  ];
  if (interval) lines.push({ name: look.words.interval, value: `${write(interval.low)} – ${write(interval.high)}` });
  return tooltip(
    periodText(period.label, period.status, look),
    lines,
    period.status === 'partial' ? look.words.partial : undefined,
  );
}
