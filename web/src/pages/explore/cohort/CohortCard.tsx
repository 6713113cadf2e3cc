import '@/charts/registerMore';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartCard } from '@/charts/ChartCard';
import { useLook } from '@/charts/useLook';
import type { AnswerProps } from '../answer/Answer';
import { cohortOption, cohortTable, ROW_HEIGHT, triangleOf } from './data';

/** Pixels around the rows. */
const AROUND = 44;

/** How many of those who came in a period are still there, period after period. */
export function CohortCard({ table, title, height, actions }: AnswerProps) {
  const { t } = useTranslation('explore');
  const look = useLook();
  const words = useMemo(
    () => ({
      cohort: t('cohort.cohort'),
      size: t('cohort.size'),
      counted: t('cohort.counted'),
      age: (age: number) => t('cohort.age', { age }),
    }),
    [t],
  );
  const measure = useMemo(() => ({ unit: table.metric.unit, currency: table.currency }), [table]);
  const triangle = useMemo(() => triangleOf(table), [table]);
  const option = useMemo(() => cohortOption(triangle, measure, look, words), [triangle, measure, look, words]);
  return (
    <ChartCard
      title={title}
      caption={t('cohort.caption')}
      option={option}
      height={height ?? Math.max(160, triangle.cohorts.length * ROW_HEIGHT + AROUND)}
      table={cohortTable(triangle, measure, look, words)}
      freshness={table.freshness}
      actions={actions}
    />
  );
}
