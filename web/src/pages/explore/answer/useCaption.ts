import { useTranslation } from 'react-i18next';
import type { MetricTable } from '@/api/metric';
import { useStyle } from '@/app/appearance';
import { compared, value } from '@/format/value';

/** The latest value of an answer without dimensions, and how it differs; else how many groups there are and are drawn. */
export function useCaption(): (table: MetricTable, groups: number, hidden: number) => string {
  const { t } = useTranslation('explore');
  const style = useStyle();
  return (table, groups, hidden) => {
    if (groups > 1) {
      const counted = t('answer.groups', { n: groups });
      return hidden > 0 ? `${counted} ${t('answer.hidden', { shown: groups - hidden, hidden })}` : counted;
    }
    const row = table.rows.findLast((one) => one.value !== null);
    if (row === undefined) return t('answer.nothing');
    const { currency } = table;
    const { unit } = table.metric;
    const partial = row.period.status === 'partial' ? t('answer.partial') : '';
    const parts = [
      t('answer.latest', { period: row.period.label, value: value(row.value, unit, style, currency) }) + partial,
      ...row.comparisons
        .filter((one) => one.change !== null)
        .map((one) => t(`answer.${one.with}`, { change: compared(one, unit, style, t('answer.unlike'), currency) })),
    ];
    return parts.join(t('answer.join')) + t('answer.stop');
  };
}
