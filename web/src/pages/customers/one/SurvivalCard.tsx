import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerSurvival } from '@/api/customers';
import { useGet } from '@/api/use';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { percent } from '@/format/number';
import { survivalOption, survivalPoints } from './survival';

/** How long such customers stay. */
export function SurvivalCard({ customer }: { customer: string }) {
  const { t } = useTranslation('customer');
  const query = useGet('/customers/{key}/survival', { path: { key: customer } });
  if (query.isError && query.error.status === 404)
    return (
      <Panel title={t('survival.title')}>
        <p className="muted">{t('survival.none')}</p>
      </Panel>
    );
  return <QueryView query={query}>{(answer) => <Curve answer={answer} />}</QueryView>;
}

function Curve({ answer }: { answer: CustomerSurvival }) {
  const { t } = useTranslation('customer');
  const { palette } = useAppearance();
  const points = useMemo(() => survivalPoints(answer), [answer]);
  const option = useMemo(() => {
    const words = {
      day: t('survival.day'),
      share: t('survival.share'),
      band: t('survival.band'),
      after: (n: number) => t('survival.after', { n }),
    };
    return survivalOption(points, words, palette);
  }, [points, palette, t]);
  const last = points.at(-1);
  const caption = last
    ? t('survival.caption', {
        days: last.day,
        p: percent(last.share),
        low: percent(last.low),
        high: percent(last.high),
      })
    : t('survival.none');
  return (
    <ChartCard
      title={t('survival.title')}
      caption={caption}
      option={option}
      height={240}
      freshness={answer.freshness}
      legend={[
        { name: t('survival.share'), color: palette.accent },
        { name: t('survival.band'), color: palette.ramp[1] ?? palette.accent },
      ]}
      table={{
        columns: ['day', 'share', 'low', 'high'].map((name) => ({
          title: t(`survival.${name as 'day'}`),
          numeric: true,
        })),
        rows: points.map(({ day, share, low, high }) => [String(day), percent(share), percent(low), percent(high)]),
      }}
    />
  );
}
