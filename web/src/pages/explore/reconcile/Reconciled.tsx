import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ReconciledPart, ReconciledSide, Reconciliation } from '@/api/metric';
import { useStyle } from '@/app/appearance';
import { useMay } from '@/app/session';
import { type Column, DataTable } from '@/components/DataTable';
import { Stat } from '@/components/Stat';
import { plain, signed } from '@/format/number';
import { value } from '@/format/value';
import { usePick } from '@/i18n/useLang';
import styles from '../explore.module.css';

/** Two numbers side by side, the reasons between them, and the customers. */
export function Reconciled({ table }: { table: Reconciliation }) {
  const { t } = useTranslation('explore');
  return (
    <div className={styles.reconciled}>
      <div className={styles.sides}>
        <Side side={table.a} table={table} />
        <span className={styles.against} aria-hidden="true">
          ⇄
        </span>
        <Side side={table.b} table={table} />
      </div>
      <Part part={table.numerator} title={t('reconcile.numerator')} />
      {table.denominator && <Part part={table.denominator} title={t('reconcile.denominator')} />}
    </div>
  );
}

function Side({ side, table }: { side: ReconciledSide; table: Reconciliation }) {
  const pick = usePick();
  const style = useStyle();
  return (
    <Stat
      label={`${pick(side.metric.name)} · ${table.period.label}`}
      value={value(side.value, side.metric.unit, style)}
      status={table.period.status}
      ground={{
        metric: side.metric,
        churn: side.churn,
        numerator: side.numerator,
        denominator: side.denominator,
        freshness: table.freshness,
      }}
    >
      <small className="muted">{pick(side.churn.sentence)}</small>
    </Stat>
  );
}

function Part({ part, title }: { part: ReconciledPart; title: string }) {
  const { t } = useTranslation('explore');
  const pick = usePick();
  const columns = useColumns();
  const may = useMay('view_customers');
  const { a, b, customers } = part;
  if (customers === 0) return <p className="muted">{t('reconcile.equal', { title, n: plain(a) })}</p>;
  return (
    <section className={styles.part} aria-label={title}>
      <h3>{t('reconcile.between', { title, a: plain(a), b: plain(b), difference: signed(a - b) })}</h3>
      <ul className={styles.reasons}>
        {part.reasons.map((reason) => (
          <li key={reason.reason}>
            <span>{pick(reason.label)}</span>
            <span className="muted">{t('reconcile.customers', { n: plain(reason.customers) })}</span>
            <strong className="num">{signed(reason.difference)}</strong>
          </li>
        ))}
      </ul>
      {may ? (
        <DataTable
          columns={columns}
          rows={part.differences}
          keyOf={(row) => row.customer_id}
          caption={t('reconcile.named', { n: part.differences.length, all: customers })}
          height={280}
        />
      ) : (
        <p className="muted">{t('reconcile.unnamed')}</p>
      )}
      {may && part.differences.length < customers && (
        <p className="muted">{t('reconcile.named', { n: part.differences.length, all: customers })}</p>
      )}
    </section>
  );
}

function useColumns(): Column<ReconciledPart['differences'][number]>[] {
  const { t } = useTranslation('explore');
  const pick = usePick();
  return [
    {
      key: 'customer',
      title: t('reconcile.customer'),
      cell: ({ customer_id }) => (
        <Link to="/customers" search={{ search: customer_id }}>
          {customer_id}
        </Link>
      ),
      width: 160,
    },
    { key: 'a', title: 'A', cell: (row) => plain(row.a), width: 64, numeric: true },
    { key: 'b', title: 'B', cell: (row) => plain(row.b), width: 64, numeric: true },
    { key: 'reason', title: t('reconcile.reason'), cell: (row) => pick(row.reason), width: 260 },
    { key: 'a-says', title: t('reconcile.aSays'), cell: (row) => pick(row.a_says), width: 280 },
    { key: 'b-says', title: t('reconcile.bSays'), cell: (row) => pick(row.b_says), width: 280 },
  ];
}
