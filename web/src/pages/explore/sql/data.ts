import type { EChartsCoreOption } from 'echarts/core';
import type { SqlAnswer, SqlSchema, SqlType } from '@/api/types';
import type { GridData } from '@/charts/DataGrid';
import { tooltip } from '@/charts/tooltip';
import { plain } from '@/format/number';

export type SqlCell = SqlAnswer['rows'][number][number];

/** Whether a column's type is that of a number. */
export function isNumber(type: SqlType): boolean {
  return type === 'integer' || type === 'number';
}

/** A value as the grid shows it: numbers as they are, without grouping, since they may be ids. Null: no value. */
export function written(cell: SqlCell): string | null {
  if (cell === null || cell === undefined) return null;
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

const [NARROWEST, WIDEST, CHAR, PADDING] = [72, 340, 8, 28] as const;
/** Rows by which a column's width is judged. */
const JUDGED = 100;

/** Pixels that a column takes: those of its longest text, within bounds. Chinese characters take two places. */
export function widthOf(answer: SqlAnswer, column: number): number {
  const texts = answer.rows.slice(0, JUDGED).map((row) => written(row[column] ?? null) ?? 'null');
  const longest = Math.max(...[answer.columns[column]?.name ?? '', ...texts].map(places));
  return Math.min(WIDEST, Math.max(NARROWEST, longest * CHAR + PADDING));
}

function places(text: string): number {
  let sum = 0;
  for (const char of text) sum += (char.codePointAt(0) ?? 0) > 0x2e80 ? 2 : 1;
  return sum;
}

/** Which columns a chart draws, and how. */
export interface Axes {
  x: string;
  y: string[];
  type: 'line' | 'bar';
}

/** Series that a chart can tell apart. */
const MOST_SERIES = 6;
/** Points that a chart can show. */
export const MOST_POINTS = 500;

/** The axes that were chosen where the answer has them, else the first that fit; null: there is nothing to draw. */
export function axesOf(answer: SqlAnswer, chosen: Partial<Axes>): Axes | null {
  const names = answer.columns.map((column) => column.name);
  const numbers = answer.columns.filter((column) => isNumber(column.type)).map((column) => column.name);
  const others = names.filter((name) => !numbers.includes(name));
  const x = chosen.x !== undefined && names.includes(chosen.x) ? chosen.x : (others[0] ?? names[0]);
  if (x === undefined) return null;
  const wanted = (chosen.y ?? []).filter((name) => numbers.includes(name) && name !== x).slice(0, MOST_SERIES);
  const y = wanted.length > 0 ? wanted : numbers.filter((name) => name !== x).slice(0, 1);
  if (y.length === 0) return null;
  const kind = answer.columns.find((column) => column.name === x)?.type;
  const isTime = kind === 'date' || kind === 'instant';
  return { x, y, type: chosen.type ?? (isTime ? 'line' : 'bar') };
}

/** Columns that can be drawn upwards. */
export function numbersOf(answer: SqlAnswer): string[] {
  return answer.columns.filter((column) => isNumber(column.type)).map((column) => column.name);
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/;

/** Instants as an axis has room for them: the day where all are midnights, else day and minute. Other texts stay. */
export function shortTimes(labels: string[]): string[] {
  const found = labels.map((label) => INSTANT.exec(label));
  const days = found.every((parts) => parts === null || (parts[2] === '00:00' && (parts[3] ?? ':00') === ':00'));
  return labels.map((label, at) => {
    const [, day = label, minute] = found[at] ?? [];
    return minute === undefined || days ? day : `${day} ${minute}`;
  });
}

/** The value of a column in a row as a condition has it; null where it is not known. */
export function valueAt(answer: SqlAnswer, row: number, column: string): string | null {
  return written(answer.rows[row]?.[answer.columns.findIndex(({ name }) => name === column)] ?? null);
}

/** The answer as the table behind its chart. */
export function tableOf(answer: SqlAnswer): GridData {
  return {
    columns: answer.columns.map((column) => ({ title: column.name, numeric: isNumber(column.type) })),
    rows: answer.rows.slice(0, MOST_POINTS).map((row) => row.map((cell) => written(cell) ?? 'null')),
  };
}

/** How much of their colour bars keep that do not stand out. */
const FAINT = 0.35;

/** The chart of an answer. `stands`: which rows' bars stand out; all unless said otherwise. */
export function chartOf(
  answer: SqlAnswer,
  axes: Axes,
  colors: readonly string[],
  stands: (row: number) => boolean = () => true,
): EChartsCoreOption {
  const at = (name: string) => answer.columns.findIndex((column) => column.name === name);
  const rows = answer.rows.slice(0, MOST_POINTS);
  const labels = shortTimes(rows.map((row) => written(row[at(axes.x)] ?? null) ?? '∅'));
  const numbers = axes.y.map((name) => rows.map((row) => numeric(row[at(name)] ?? null)));
  const tip = (hits: { dataIndex: number }[]) => {
    const index = hits[0]?.dataIndex ?? 0;
    const lines = axes.y.map((name, series) => ({
      color: colors[series],
      name,
      value: exact(numbers[series]?.[index] ?? null),
    }));
    return tooltip(labels[index] ?? '', lines);
  };
  return {
    grid: { left: 8, right: 12, top: 12, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: labels },
    yAxis: { type: 'value' },
    tooltip: { trigger: 'axis', formatter: tip },
    series: axes.y.map((name, series) => ({
      type: axes.type,
      name,
      data: numbers[series]?.map((value, row) => (stands(row) ? value : { value, itemStyle: { opacity: FAINT } })),
      color: colors[series],
      ...(axes.type === 'bar' ? { barMaxWidth: 40 } : { showSymbol: rows.length <= 60 }),
    })),
  };
}

/** Decimals travel as texts so that none of their digits are lost; a chart needs numbers. */
function numeric(cell: SqlCell): number | null {
  if (cell === null || cell === '' || typeof cell === 'boolean') return null;
  const number = Number(cell);
  return Number.isFinite(number) ? number : null;
}

function exact(number: number | null): string {
  if (number === null) return '–';
  return plain(number, Number.isInteger(number) ? 0 : 4);
}

/** Names for the editor's completion. */
export function namesOf(schema: SqlSchema): Record<string, { label: string; detail: string; type: string }[]> {
  return Object.fromEntries(
    schema.tables.map((table) => [
      table.name,
      table.columns.map((column) => ({ label: column.name, detail: column.type, type: 'property' })),
    ]),
  );
}

/** A name as it stands in a query: in quotes where it has to. */
export function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Tables with the columns whose name, or whose table's name, holds a text. */
export function narrowed(schema: SqlSchema, text: string): SqlSchema['tables'] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return schema.tables;
  return schema.tables.flatMap((table) => {
    if (table.name.toLowerCase().includes(wanted)) return [table];
    const columns = table.columns.filter((column) => column.name.toLowerCase().includes(wanted));
    return columns.length === 0 ? [] : [{ ...table, columns }];
  });
}
