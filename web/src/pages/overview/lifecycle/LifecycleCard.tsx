import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Overview } from '@/api/metric';
import { ChartCard } from '@/charts/ChartCard';
import { useLook } from '@/charts/useLook';
import { count } from '@/format/number';
import { ExploreLink } from '../ExploreLink';
import styles from '../overview.module.css';
import { questionOf } from '../search';
import { lifecycleLegend, lifecycleOption, lifecycleTable, netText } from './data';

/** Metric that the bars lead to. */
const LOST = 'customers_lost';
/** As high as the steps beside it usually are. */
const HEIGHT = 348;

/** Who came, stayed, returned and was lost. */
export function LifecycleCard({ overview }: { overview: Overview }) {
  const { t } = useTranslation('overview');
  const look = useLook();
  const search = useSearch({ from: '/shell/overview' });
  const navigate = useNavigate({ from: '/overview' });
  const movesOnly = search.moves === true;
  const words = useMemo(
    () => ({
      new: t('lifecycle.new'),
      kept: t('lifecycle.kept'),
      returned: t('lifecycle.returned'),
      lost: t('lifecycle.lost'),
      net: t('lifecycle.net'),
    }),
    [t],
  );
  const { lifecycle } = overview;
  const option = useMemo(() => lifecycleOption(lifecycle, movesOnly, look, words), [lifecycle, movesOnly, look, words]);
  const last = lifecycle.findLast((period) => period.status === 'complete');
  return (
    <div className={styles.wide}>
      <ChartCard
        title={t('lifecycle.title')}
        caption={
          last
            ? t('lifecycle.caption', {
                period: last.period,
                new: count(last.new, look.style),
                returned: count(last.returned, look.style),
                lost: count(last.lost, look.style),
                net: netText(last),
              })
            : t('lifecycle.none')
        }
        legend={lifecycleLegend(movesOnly, look, words)}
        option={option}
        height={HEIGHT}
        table={lifecycleTable(lifecycle, look, words)}
        freshness={overview.freshness}
        actions={
          <>
            <ExploreLink search={{ ...questionOf(search, LOST), view: 'bar' }} />
            <Button
              size="small"
              type="text"
              aria-pressed={movesOnly}
              onClick={() =>
                void navigate({
                  search: (before) => ({ ...before, moves: movesOnly ? undefined : true }),
                  replace: true,
                })
              }
            >
              {t(movesOnly ? 'lifecycle.withKept' : 'lifecycle.movesOnly')}
            </Button>
          </>
        }
      />
    </div>
  );
}
