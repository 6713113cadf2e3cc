import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CustomerFilter, CustomerListed, CustomerSort } from '@/api/customers';
import { useStyle } from '@/app/appearance';
import { type Column, DataTable } from '@/components/DataTable';
import { money, UNKNOWN } from '@/format/number';
import { day } from '@/format/time';
import { usePick } from '@/i18n/useLang';
import styles from '../customers.module.css';
import { filterKey } from '../filter';
import { LevelTag } from '../Levels';
import { Probability } from '../Probability';
import { useFilter } from './useFilter';

interface Props {
  rows: CustomerListed[];
  total: number;
  currency: string;
  filter: CustomerFilter;
  onEnd: () => void;
}

/** Height of the list: what a window of usual height leaves. */
const HEIGHT = 640;

/** Customers as rows: only those in sight are drawn, further ones are read when one comes near. */
export function CustomerTable({ rows, total, currency, filter, onEnd }: Props) {
  const { t } = useTranslation('customers');
  const navigate = useNavigate();
  const columns = useColumns(filter, currency);
  return (
    <DataTable
      columns={columns}
      rows={rows}
      keyOf={(row) => row.key}
      caption={t('title')}
      height={HEIGHT}
      rowHeight={40}
      total={total}
      list={filterKey(filter)}
      onEnd={onEnd}
      onOpen={(row) =>
        void navigate({ to: '/customers/$key', params: { key: String(row.key) }, state: { customers: filter } })
      }
    />
  );
}

function useColumns(filter: CustomerFilter, currency: string): Column<CustomerListed>[] {
  const { t } = useTranslation('customers');
  const pick = usePick();
  const style = useStyle();
  const { change } = useFilter();
  const sorting = (sort: CustomerSort): Partial<Column<CustomerListed>> => ({
    onSort: () => change({ sort }),
    ...((filter.sort ?? 'value_at_risk') === sort && {
      sorted: sort === 'id' ? ('ascending' as const) : ('descending' as const),
    }),
  });
  const word = (text: string | null) => text ?? <span className="muted">{UNKNOWN}</span>;
  return [
    {
      key: 'customer',
      title: t('column.customer'),
      width: 116,
      cell: (row) => <Who row={row} filter={filter} />,
      ...sorting('id'),
    },
    { key: 'name', title: t('column.name'), width: 84, cell: (row) => word(row.name) },
    { key: 'level', title: t('column.level'), width: 120, cell: (row) => <LevelTag level={row.level} /> },
    {
      key: 'p',
      title: t('column.p'),
      width: 150,
      cell: (row) => <Probability p={row.p_churn} level={row.level} />,
      ...sorting('p_churn'),
    },
    {
      key: 'risk',
      title: t('column.atRisk'),
      width: 120,
      numeric: true,
      cell: (row) => money(row.value_at_risk_minor, currency, style),
      ...sorting('value_at_risk'),
    },
    { key: 'reason', title: t('column.reason'), cell: (row) => <Told text={pick(row.top_reason)} /> },
    {
      key: 'where',
      title: t('column.where'),
      width: 180,
      cell: (row) => word([row.region, row.channel, row.owner].filter(Boolean).join(' · ') || null),
    },
    {
      key: 'last',
      title: t('column.last'),
      width: 120,
      cell: (row) => (row.status === 'active' ? day(row.last_event_on) : t(`status.${row.status}`)),
      ...sorting('last_event'),
    },
  ];
}

function Who({ row, filter }: { row: CustomerListed; filter: CustomerFilter }) {
  return (
    <Link
      to="/customers/$key"
      params={{ key: String(row.key) }}
      state={{ customers: filter }}
      className={styles.who}
      tabIndex={-1}
    >
      {row.customer_id}
    </Link>
  );
}

function Told({ text }: { text: string }) {
  return <span title={text}>{text || <span className="muted">{UNKNOWN}</span>}</span>;
}
