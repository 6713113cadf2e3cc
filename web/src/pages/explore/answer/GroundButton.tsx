import { useTranslation } from 'react-i18next';
import type { MetricTable } from '@/api/metric';
import { DefinitionPopover } from '@/components/DefinitionPopover';
import styles from '../explore.module.css';

/** Opens what an answer rests on: that of its latest row where it has one only for each period. */
export function GroundButton({ table }: { table: MetricTable }) {
  const { t } = useTranslation('explore');
  const { metric, churn, currency, freshness, sql } = table;
  const whole = table.dims.length + table.keys.length === 0;
  const row = whole ? table.rows.findLast((one) => one.value !== null) : undefined;
  return (
    <span className={styles.ground}>
      <DefinitionPopover
        ground={{
          metric,
          churn,
          numerator: row?.numerator ?? null,
          denominator: row?.denominator ?? null,
          interval: row?.interval,
          currency,
          freshness,
          sql,
        }}
      >
        {t('answer.ground')}
      </DefinitionPopover>
    </span>
  );
}
