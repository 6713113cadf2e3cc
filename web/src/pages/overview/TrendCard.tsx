import { useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MetricTable } from '@/api/metric';
import { useGet } from '@/api/use';
import { ChartCard } from '@/charts/ChartCard';
import { trendOption, trendTable } from '@/charts/trend/data';
import { useLook } from '@/charts/useLook';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { percent } from '@/format/number';
import { usePick } from '@/i18n/useLang';
import { ExploreLink } from './ExploreLink';
import styles from './overview.module.css';
import { questionOf } from './search';

/** The churn rate by period, with its interval. */
export function TrendCard({ metric, last }: { metric: string; last: string }) {
  const { t } = useTranslation('overview');
  const { definition, period = 'month', where } = useSearch({ from: '/shell/overview' });
  const query = useGet(
    '/metrics/{id}',
    { path: { id: metric }, query: { definition, period, to: last, where } },
    { keep: true },
  );
  return (
    <div className={styles.main}>
      {query.data ? (
        <Trend table={query.data} />
      ) : (
        <Panel title={t('trend.title')}>
          <QueryView query={query}>{() => null}</QueryView>
        </Panel>
      )}
    </div>
  );
}

function Trend({ table }: { table: MetricTable }) {
  const { t } = useTranslation('overview');
  const pick = usePick();
  const look = useLook();
  const search = useSearch({ from: '/shell/overview' });
  const name = pick(table.metric.name);
  const series = useMemo(
    () => [
      {
        name,
        points: table.rows.map(({ period, value, interval }) => ({
          label: period.label,
          status: period.status,
          value,
          interval,
        })),
      },
    ],
    [table, name],
  );
  const measure = useMemo(() => ({ unit: table.metric.unit, currency: table.currency }), [table]);
  const option = useMemo(() => trendOption(series, measure, look), [series, measure, look]);
  const known = table.rows.filter((row) => row.period.status === 'complete' && row.value !== null);
  const values = known.flatMap((row) => (row.value === null ? [] : [row.value]));
  const [highest] = [...known].sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  return (
    <ChartCard
      title={t('trend.title')}
      caption={
        highest
          ? t('trend.caption', {
              low: percent(Math.min(...values)),
              high: percent(highest.value),
              period: highest.period.label,
            })
          : t('trend.none')
      }
      option={option}
      table={trendTable(series, measure, look)}
      freshness={table.freshness}
      actions={<ExploreLink search={{ ...questionOf(search, table.metric.id), view: 'line' }} of={name} />}
    />
  );
}
