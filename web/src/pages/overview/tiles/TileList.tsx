import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Overview, Tile } from '@/api/metric';
import { useStyle } from '@/app/appearance';
import { Sparkline } from '@/charts/sparkline/Sparkline';
import { Stat } from '@/components/Stat';
import { value } from '@/format/value';
import { usePick } from '@/i18n/useLang';
import { ExploreLink } from '../ExploreLink';
import { questionOf } from '../search';
import { deltasOf, statusOf } from './data';
import styles from './tiles.module.css';

/** The figures of the period. */
export function TileList({ overview, currency }: { overview: Overview; currency: string }) {
  const { t } = useTranslation('overview');
  return (
    <ul className={styles.tiles} aria-label={t('tiles')}>
      {overview.tiles.map((tile) => (
        <li key={tile.id} className={styles.tile} data-lead={tile.id === 'churn_rate'}>
          <OneTile tile={tile} overview={overview} currency={currency} />
        </li>
      ))}
    </ul>
  );
}

function OneTile({ tile, overview, currency }: { tile: Tile; overview: Overview; currency: string }) {
  const { t } = useTranslation('overview');
  const pick = usePick();
  const style = useStyle();
  const search = useSearch({ from: '/shell/overview' });
  const name = pick(tile.metric.name);
  const words = { previous: t('delta.previous'), last_year: t('delta.last_year'), unlike: t('delta.unlike') };
  const { metric, numerator, denominator, interval, sql } = tile;
  return (
    <Stat
      label={
        <span className={styles.name}>
          {name}
          <ExploreLink search={questionOf(search, metric.id)} of={name} />
        </span>
      }
      value={value(tile.value, tile.unit, style, currency)}
      status={statusOf(tile, overview.period.status)}
      deltas={deltasOf(tile, style, words)}
      direction={metric.direction}
      ground={{
        metric,
        churn: overview.definition,
        numerator,
        denominator,
        interval,
        currency,
        freshness: overview.freshness,
        sql,
      }}
    >
      <Sparkline points={tile.series} label={t('spark', { name, n: tile.series.length })} />
    </Stat>
  );
}
