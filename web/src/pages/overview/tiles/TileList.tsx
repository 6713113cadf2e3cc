import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Overview, Tile } from '@/api/metric';
import { useStyle } from '@/app/appearance';
import { Sparkline } from '@/charts/sparkline/Sparkline';
import { Stat } from '@/components/Stat';
import { value } from '@/format/value';
import { usePick } from '@/i18n/useLang';
import { CustomersLink } from '../CustomersLink';
import { ExploreLink } from '../ExploreLink';
import { questionOf } from '../search';
import { deltasOf } from './data';
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

/** The figure that rests on scores, not on a metric of the catalogue. */
const AT_RISK = 'revenue_at_risk';

function OneTile({ tile, overview, currency: home }: { tile: Tile; overview: Overview; currency: string }) {
  const { t } = useTranslation('overview');
  const pick = usePick();
  const style = useStyle();
  const search = useSearch({ from: '/shell/overview' });
  const name = pick(tile.metric.name);
  const words = { previous: t('delta.previous'), last_year: t('delta.last_year'), unlike: t('delta.unlike') };
  const { metric, numerator, denominator, interval, sql } = tile;
  const currency = tile.currency ?? home;
  return (
    <Stat
      label={
        <span className={styles.name}>
          {name}
          {tile.id === AT_RISK ? (
            <CustomersLink of={name} />
          ) : (
            <ExploreLink search={questionOf(search, metric.id)} of={name} />
          )}
        </span>
      }
      value={value(tile.value, tile.unit, style, currency)}
      status={tile.status}
      deltas={deltasOf(tile, style, words)}
      direction={metric.direction}
      ground={{
        metric,
        churn: tile.churn,
        numerator,
        denominator,
        interval,
        currency,
        freshness: overview.freshness,
        sql,
      }}
    >
      {tile.series.length > 1 && <Sparkline points={tile.series} label={t('spark', { name, n: tile.series.length })} />}
    </Stat>
  );
}
