import { describe, expect, test } from 'vitest';
import type { SqlAnswer, SqlSchema, SqlType } from '@/api/types';
import { axesOf, chartOf, namesOf, narrowed, quoted, shortTimes, widthOf, written } from './data';

function answer(columns: [string, SqlType][], rows: SqlAnswer['rows']): SqlAnswer {
  return {
    columns: columns.map(([name, type]) => ({ name, type })),
    rows,
    truncated: false,
    elapsed_ms: 1,
    freshness: { commit: 1, through: null, as_of: null, refreshed_at: null, restricted: false },
  };
}

const MONTHS = answer(
  [
    ['month', 'date'],
    ['region', 'text'],
    ['lost', 'integer'],
    ['money', 'number'],
  ],
  [
    ['2026-01-01', '华东', 12, '10.50'],
    ['2026-02-01', null, null, '7'],
  ],
);

test('null is no text, and numbers are not grouped', () => {
  expect([written(null), written(''), written(1234567), written(false)]).toEqual([null, '', '1234567', 'false']);
});

test('Chinese takes two places, and no column is too wide', () => {
  const wide = answer(
    [
      ['a', 'text'],
      ['b', 'text'],
    ],
    [['中文中文中文中文', 'x'.repeat(900)]],
  );
  expect(widthOf(wide, 0)).toBe(16 * 8 + 28);
  expect(widthOf(wide, 1)).toBe(340);
  expect(widthOf(answer([['a', 'text']], []), 0)).toBe(72);
});

describe('axes', () => {
  test('are the first that fit, dates as a line', () => {
    expect(axesOf(MONTHS, {})).toEqual({ x: 'month', y: ['lost'], type: 'line' });
  });

  test('that the answer does not have are not taken', () => {
    expect(axesOf(MONTHS, { x: 'gone', y: ['region', 'money'] })).toEqual({ x: 'month', y: ['money'], type: 'line' });
    expect(axesOf(MONTHS, { x: 'region', y: ['lost', 'money'] })).toEqual({
      x: 'region',
      y: ['lost', 'money'],
      type: 'bar',
    });
  });

  test('need a number', () => {
    expect(axesOf(answer([['a', 'text']], [['x']]), {})).toBeNull();
    expect(axesOf(answer([], []), {})).toBeNull();
    expect(axesOf(answer([['n', 'integer']], [[1]]), {})).toBeNull();
  });
});

test('decimals that travel as texts are drawn, and null is a gap', () => {
  const option = chartOf(MONTHS, { x: 'region', y: ['lost', 'money'], type: 'bar' }, ['red', 'blue']) as {
    xAxis: { data: string[] };
    series: { data: (number | null)[] }[];
  };
  expect(option.xAxis.data).toEqual(['华东', '∅']);
  expect(option.series.map((series) => series.data)).toEqual([
    [12, null],
    [10.5, 7],
  ]);
});

test('an axis shows days, or minutes where there are some', () => {
  const months = ['2024-01-01T00:00:00+08:00', '∅', '2024-02-01T00:00:00Z'];
  expect(shortTimes(months)).toEqual(['2024-01-01', '∅', '2024-02-01']);
  expect(shortTimes(['2024-01-01T00:00:00+08:00', '2024-01-01T08:30:24.5+08:00'])).toEqual([
    '2024-01-01 00:00',
    '2024-01-01 08:30',
  ]);
  expect(shortTimes(['华东', '2024-01'])).toEqual(['华东', '2024-01']);
});

const SCHEMA: SqlSchema = {
  tables: [
    { name: 'customers', rows: 3, columns: [{ name: 'region', type: 'text', personal: false }] },
    {
      name: 'events',
      rows: 9,
      columns: [
        { name: 'kind', type: 'text', personal: false },
        { name: 'occurred_at', type: 'instant', personal: false },
      ],
    },
  ],
};

test('names are quoted where they have to be', () => {
  expect(['region', '客户等级', 'Group', 'a"b'].map(quoted)).toEqual(['region', '"客户等级"', '"Group"', '"a""b"']);
});

test('a table whose name fits keeps its columns, another only those that fit', () => {
  expect(narrowed(SCHEMA, 'EVENT')[0]?.columns).toHaveLength(2);
  expect(narrowed(SCHEMA, 'kind')).toEqual([{ ...SCHEMA.tables[1], columns: [SCHEMA.tables[1]?.columns[0]] }]);
  expect(narrowed(SCHEMA, ' ')).toBe(SCHEMA.tables);
  expect(namesOf(SCHEMA).customers).toEqual([{ label: 'region', detail: 'text', type: 'property' }]);
});
