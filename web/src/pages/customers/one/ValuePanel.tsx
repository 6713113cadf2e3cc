import { useTranslation } from 'react-i18next';
import type { CustomerProfile } from '@/api/customers';
import { useStyle } from '@/app/appearance';
import { ExplainPopover } from '@/components/ExplainPopover';
import { Panel } from '@/components/Panel';
import { Stat } from '@/components/Stat';
import { count, money, percent, UNKNOWN } from '@/format/number';
import { usePick } from '@/i18n/useLang';
import styles from './one.module.css';

/** What the customer is worth, and how much of it is at risk. */
export function ValuePanel({ profile }: { profile: CustomerProfile }) {
  const { t } = useTranslation(['customer', 'customers']);
  const pick = usePick();
  const style = useStyle();
  const { value, score } = profile;
  const written = (minor: number | null) => money(minor, value.currency, style);
  const meaning = t('definition.meaning', { ns: 'common' });
  return (
    <Panel title={t('value.title')}>
      <div className={styles.figures}>
        <Stat
          label={
            <ExplainPopover name={t('value.value')} lines={[[meaning, t('customers:define.valueMeaning')]]}>
              {t('value.value')}
            </ExplainPopover>
          }
          value={written(value.expected_year_minor)}
        />
        <Stat
          label={
            <ExplainPopover
              name={t('value.atRisk')}
              lines={[
                [meaning, t('customers:define.at_riskMeaning')],
                [
                  t('customers:define.formula'),
                  `${percent(score?.p_churn)} × ${money(value.expected_year_minor, value.currency, style, true)}`,
                ],
              ]}
            >
              {t('value.atRisk')}
            </ExplainPopover>
          }
          value={written(value.value_at_risk_minor)}
        />
      </div>
      <dl className={styles.more}>
        {(
          [
            ['historical', written(value.historical_minor)],
            ['lastYear', written(value.last_year_minor)],
            ['refunds', written(value.refunds_minor)],
            ['mrr', value.mrr_minor === null ? UNKNOWN : written(value.mrr_minor)],
            ['events', count(value.events, style)],
            ['activeDays', count(value.active_days, style)],
          ] as const
        ).map(([name, text]) => (
          <div key={name}>
            <dt>{t(`value.${name}`)}</dt>
            <dd className="num">{text}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>{pick(value.basis)}</p>
    </Panel>
  );
}
