import type { MetricRow, MetricTable, PeriodStatus } from '@/api/metric';

const text = { zh: '流失客户数', en: 'Lost customers' };

/** A row, for tests. */
export function rowOf(label: string, value: number | null, more: Partial<MetricRow> = {}): MetricRow {
  const status: PeriodStatus = value === null ? 'not_due' : 'complete';
  return {
    period: { label, first_day: `${label}-01`, last_day: `${label}-28`, status },
    dims: [],
    keys: [],
    numerator: value,
    denominator: null,
    value,
    interval: null,
    comparisons: [],
    to_benchmark: null,
    ...more,
  };
}

const begun = { label: '2024-02', first_day: '2024-02-01', last_day: '2024-02-29', status: 'partial' } as const;

/** Customers lost by region in two months, the second of which is not complete, for tests. */
export const LOST: MetricTable = {
  metric: {
    id: 'customers_lost',
    version: 1,
    name: text,
    unit: 'customers',
    parts: null,
    definition: text,
    numerator: text,
    denominator: null,
    direction: 'lower_is_better',
    additivity: 'additive',
    interval: 'none',
  },
  churn: { id: 'inactivity', sentence: text },
  grain: 'month',
  dims: ['region'],
  keys: [],
  filters: [],
  as_of: '2024-02-15',
  through: '2024-02-14',
  zone: 'Asia/Shanghai',
  currency: null,
  sql: 'SELECT 1',
  benchmark: null,
  rows: [
    rowOf('2024-01', 5, { dims: ['华东'] }),
    rowOf('2024-01', 2, { dims: [null] }),
    rowOf('2024-02', 0, { dims: ['华东'], period: begun }),
  ],
  freshness: { commit: 1, through: '2024-02-14', as_of: '2024-02-15', refreshed_at: null, restricted: false },
};
