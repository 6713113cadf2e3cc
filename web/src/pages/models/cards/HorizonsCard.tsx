import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '@/api/models';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { percent, plain, UNKNOWN } from '@/format/number';
import { horizonOption, missed } from '../charts/horizons';

/** For each horizon, how many were expected to leave and how many did. */
export function HorizonsCard({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  const { palette } = useAppearance();
  const { horizons } = record;
  const option = useMemo(() => {
    const words = {
      days: (n: number) => t('horizon.days', { n }),
      predicted: t('horizon.predicted'),
      observed: t('horizon.observed'),
      interval: t('horizon.interval'),
      customers: t('horizon.customers'),
    };
    return horizonOption(horizons, words, palette);
  }, [horizons, palette, t]);
  const off = missed(horizons);
  const list = off.map((n) => t('horizon.days', { n })).join(t('list.comma', { ns: 'common' }));
  return (
    <ChartCard
      title={t('horizon.title')}
      caption={off.length === 0 ? t('horizon.good') : t('horizon.off', { list })}
      option={option}
      height={320}
      legend={[
        { name: t('horizon.predicted'), color: palette.ramp[2] ?? palette.accent },
        { name: t('horizon.observed'), color: palette.accent },
      ]}
      table={{
        columns: [
          { title: t('horizon.title') },
          { title: t('horizon.predicted'), numeric: true },
          { title: t('horizon.observed'), numeric: true },
          { title: t('horizon.interval'), numeric: true },
          { title: t('figure.auc'), numeric: true },
          { title: t('horizon.customers'), numeric: true },
        ],
        rows: horizons.map((one) => [
          t('horizon.days', { n: one.days }),
          percent(one.predicted),
          percent(one.observed),
          `${percent(one.low)} – ${percent(one.high)}`,
          one.auc === null ? UNKNOWN : plain(one.auc, 3),
          plain(one.customers),
        ]),
      }}
    />
  );
}
