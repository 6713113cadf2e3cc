import { useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented, Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SqlAnswer } from '@/api/types';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { EmptyState } from '@/components/EmptyState';
import { plain } from '@/format/number';
import { axesOf, chartOf, MOST_POINTS, numbersOf, tableOf } from './data';
import type { SqlSearch } from './search';
import styles from './sql.module.css';

/** An answer as a chart; its axes are in the address. */
export function ResultChart({ answer }: { answer: SqlAnswer }) {
  const { t } = useTranslation('sql');
  const { palette } = useAppearance();
  const { x, y, type } = useSearch({ from: '/shell/explore/sql' });
  const navigate = useNavigate({ from: '/explore/sql' });
  const axes = useMemo(() => axesOf(answer, { x, y, type }), [answer, x, y, type]);
  const option = useMemo(() => axes && chartOf(answer, axes, palette.series), [answer, axes, palette]);
  const table = useMemo(() => tableOf(answer), [answer]);
  if (axes === null || option === null) return <EmptyState title={t('noChart')} hint={t('noChartHint')} />;
  const change = (part: Partial<SqlSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const over = answer.rows.length > MOST_POINTS;
  return (
    <ChartCard
      title={t('chartTitle', { y: axes.y.join(', '), x: axes.x })}
      caption={over ? t('points', { n: plain(MOST_POINTS) }) : t('caption', { n: plain(answer.rows.length) })}
      option={option}
      table={table}
      freshness={answer.freshness}
      legend={axes.y.map((name, index) => ({ name, color: palette.series[index] ?? palette.accent }))}
      height={380}
      actions={
        <div className={styles.axes}>
          <Segmented
            size="small"
            aria-label={t('chartType')}
            value={axes.type}
            options={(['line', 'bar'] as const).map((value) => ({ value, label: t(`types.${value}`) }))}
            onChange={(value) => change({ type: value })}
          />
          <Select
            size="small"
            value={axes.x}
            aria-label={t('axisX')}
            popupMatchSelectWidth={false}
            options={answer.columns.map(({ name }) => ({ value: name, label: `${t('axisX')}: ${name}` }))}
            onChange={(value) => change({ x: value })}
          />
          <Select
            size="small"
            mode="multiple"
            className={styles.axisY}
            value={axes.y}
            aria-label={t('axisY')}
            popupMatchSelectWidth={false}
            options={numbersOf(answer).map((name) => ({ value: name, label: name }))}
            onChange={(value) => change({ y: value.length > 0 ? value : undefined })}
          />
        </div>
      }
    />
  );
}
