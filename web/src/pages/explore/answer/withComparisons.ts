import type { Compare, MetricTable } from '@/api/metric';
import type { TrendSeries } from '@/charts/trend/data';

/** Names of the lines of earlier values. */
export type ComparisonWords = Record<Compare, string>;

/** Adds to a line that stands alone the same period of the year before: the period before is the line itself, one to the left. */
export function withComparisons(
  lines: readonly TrendSeries[],
  table: MetricTable,
  words: ComparisonWords,
): TrendSeries[] {
  const asked = table.rows[0]?.comparisons.some((one) => one.with === 'last_year') ?? false;
  if (lines.length !== 1 || !asked) return [...lines];
  const points = table.rows.map(({ period, comparisons }) => {
    const earlier = comparisons.find((one) => one.with === 'last_year');
    return {
      label: period.label,
      status: earlier?.status ?? 'before_data',
      value: earlier?.value ?? null,
      interval: null,
    };
  });
  return [...lines, { name: words.last_year, points }];
}
