import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerSurvival } from '@/api/customers';
import { useGet } from '@/api/use';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { percent, UNKNOWN } from '@/format/number';
import { usePick } from '@/i18n/useLang';
import { survivalOption, survivalPoints } from './survival';

/** How long such customers stay, and what the model says of this one. */
export function SurvivalCard({ customer }: { customer: string }) {
  const { t } = useTranslation('customer');
  const query = useGet('/customers/{key}/survival', { path: { key: customer } });
  if (query.isError && query.error.status === 404)
    return (
      <Panel title={t('survival.title')}>
        <p className="muted">{t('survival.none')}</p>
      </Panel>
    );
  return <QueryView query={query}>{(answer) => <Curves answer={answer} />}</QueryView>;
}

function Curves({ answer }: { answer: CustomerSurvival }) {
  const { t } = useTranslation('customer');
  const pick = usePick();
  const { palette } = useAppearance();
  const points = useMemo(() => survivalPoints(answer), [answer]);
  const model = useMemo(() => (answer.model ? survivalPoints(answer.model) : []), [answer]);
  const main = t(`survival.${answer.basis}`);
  const option = useMemo(() => {
    const words = {
      day: t('survival.day'),
      main,
      model: t('survival.model'),
      band: t('survival.band'),
      after: (n: number) => t('survival.after', { n }),
    };
    return survivalOption(points, model, words, palette);
  }, [points, model, main, palette, t]);
  const [first = '', second = ''] = palette.series;
  const banded = points.some((point) => point.low !== null);
  return (
    <ChartCard
      title={t('survival.title')}
      caption={[pick(answer.says), pick(answer.model?.says)].filter(Boolean).join(' ')}
      option={option}
      height={240}
      freshness={answer.freshness}
      legend={[
        { name: main, color: first },
        ...(banded ? [{ name: t('survival.band'), color: palette.ramp[1] ?? first }] : []),
        ...(model.length > 0 ? [{ name: t('survival.model'), color: second, partial: true }] : []),
      ]}
      table={{
        columns: [t('survival.basis'), t('survival.day'), t('survival.share'), t('survival.band')].map((title, at) => ({
          title,
          numeric: at > 0,
        })),
        rows: [
          ...points.map((point) => ({ ...point, name: main })),
          ...model.map((point) => ({ ...point, name: t('survival.model') })),
        ].map(({ name, day, share, low, high }) => [
          name,
          String(day),
          percent(share),
          low === null || high === null ? UNKNOWN : `${percent(low)} – ${percent(high)}`,
        ]),
      }}
    />
  );
}
