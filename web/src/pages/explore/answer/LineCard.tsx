import { useCallback, useMemo } from 'react';
import { ChartCard } from '@/charts/ChartCard';
import { trendLegend, trendOption, trendTable } from '@/charts/trend/data';
import { useLook } from '@/charts/useLook';
import type { AnswerProps } from './Answer';
import { largest, MOST_LINES } from './groups';
import { useCaption } from './useCaption';
import { useComparisonWords } from './useComparisonWords';
import { useGroups } from './useGroups';
import { withComparisons } from './withComparisons';

/** An answer over time. */
export function LineCard({ table, title, height = 320, actions, onPeriod, marked }: AnswerProps) {
  const look = useLook();
  const caption = useCaption();
  const words = useComparisonWords();
  const groups = useGroups(table);
  const { shown, hidden } = useMemo(() => largest(groups, MOST_LINES), [groups]);
  const lines = useMemo(() => withComparisons(shown, table, words), [shown, table, words]);
  const measure = useMemo(() => ({ unit: table.metric.unit, currency: table.currency }), [table]);
  const clickable = onPeriod !== undefined;
  const option = useMemo(
    () => trendOption(lines, measure, look, { clickable, marked }),
    [lines, measure, look, clickable, marked],
  );
  const choose = useCallback((event: { name: string }) => onPeriod?.(event.name), [onPeriod]);
  return (
    <ChartCard
      title={title}
      caption={caption(table, groups.length, hidden)}
      option={option}
      legend={lines.length > 1 ? trendLegend(lines, look) : undefined}
      table={trendTable(groups.length > 1 ? groups : lines, measure, look)}
      height={height}
      freshness={table.freshness}
      actions={actions}
      onClick={onPeriod && choose}
    />
  );
}
