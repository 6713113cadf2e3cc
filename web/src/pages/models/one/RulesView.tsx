import { useTranslation } from 'react-i18next';
import type { RunRecord } from '@/api/models';
import { Panel } from '@/components/Panel';
import { percent, plain } from '@/format/number';
import { usePick } from '@/i18n/useLang';
import { ruleRows } from '../charts/tables';
import styles from '../models.module.css';
import { useMajorMoney } from '../useMajorMoney';

/** Conditions under which customers leave, as sentences. */
export function RulesView({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  const pick = usePick();
  return (
    <>
      <RulesPanel record={record} />
      <Panel title={t('rules.tree')} hint={t('rules.treeHint')} flush>
        <pre className={styles.tree} tabIndex={0}>
          {pick(record.tree)}
        </pre>
      </Panel>
    </>
  );
}

function RulesPanel({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  const pick = usePick();
  const money = useMajorMoney();
  const rows = ruleRows(record.rules, pick);
  if (rows.length === 0)
    return (
      <Panel title={t('rules.title')}>
        <p className="muted">{t('rules.none')}</p>
      </Panel>
    );
  const headings = ['text', 'support', 'confidence', 'lift', 'value', 'atRisk', 'q'] as const;
  return (
    <Panel title={t('rules.title')} hint={`${t('rules.hint')} ${t('rules.validated', { n: rows.length })}`} flush>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('rules.title')}>
        <table className={styles.table}>
          <thead>
            <tr>
              {headings.map((name) => (
                <th key={name} scope="col" data-numeric={name !== 'text'}>
                  {t(`rules.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.text}>
                <td>{row.text}</td>
                <td data-numeric="true">
                  {percent(row.support)}
                  <span className={styles.around}>{plain(row.customers)}</span>
                </td>
                <td data-numeric="true">
                  {percent(row.confidence)}
                  <span className={styles.around}>
                    {percent(row.low)} – {percent(row.high)}
                  </span>
                </td>
                <td data-numeric="true">
                  {plain(row.lift, 2)}×
                  <span className={styles.around}>
                    {t('rules.liftFound')} {plain(row.liftFound, 2)}×
                  </span>
                </td>
                <td data-numeric="true">{money(row.value)}</td>
                <td data-numeric="true">{money(row.valueAtRisk)}</td>
                <td data-numeric="true">{row.q < 0.001 ? '< 0.001' : plain(row.q, 3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
