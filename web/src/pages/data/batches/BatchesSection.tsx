import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Batch } from '@/api/data';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { LoadingSkeleton } from '@/components/LoadingSkeleton';
import { Panel } from '@/components/Panel';
import { plain, UNKNOWN } from '@/format/number';
import { day, instant } from '@/format/time';
import { DataError } from '../DataError';
import { usePages } from '../usePages';
import { useZone } from '../useZone';
import { BatchDrawer } from './BatchDrawer';

/** What was imported, the latest first. */
export default function BatchesSection() {
  const { t } = useTranslation('data');
  const { batch } = useSearch({ from: '/shell/data/$section' });
  const navigate = useNavigate();
  const columns = useColumns();
  const { items, total, more, error, retry } = usePages('/batches');
  if (error) return <DataError error={error} onRetry={retry} />;
  if (items === undefined) return <LoadingSkeleton />;
  if (items.length === 0) return <EmptyState title={t('batches.none')} hint={t('batches.noneHint')} />;
  const open = (id: string | undefined) =>
    void navigate({ to: '/data/$section', params: { section: 'batches' }, search: { batch: id } });
  return (
    <Panel title={t('section.batches')} hint={t('batches.hint')} flush>
      <DataTable
        columns={columns}
        rows={items}
        keyOf={(row) => row.id}
        caption={t('section.batches')}
        total={total}
        height={600}
        onEnd={more}
        onOpen={(row) => open(row.id)}
      />
      <BatchDrawer batch={items.find((item) => item.id === batch)} onClose={() => open(undefined)} />
    </Panel>
  );
}

function useColumns(): Column<Batch>[] {
  const { t } = useTranslation('data');
  const zone = useZone();
  return [
    { key: 'at', title: t('batches.at'), width: 150, cell: (row) => instant(row.at, zone) },
    { key: 'source', title: t('batches.source'), width: 130, cell: (row) => row.source },
    { key: 'file', title: t('batches.file'), cell: (row) => <span title={row.file}>{row.file}</span> },
    { key: 'read', title: t('count.read'), width: 100, numeric: true, cell: (row) => plain(row.rows_read) },
    { key: 'new', title: t('count.new'), width: 100, numeric: true, cell: (row) => plain(row.rows_added) },
    {
      key: 'corrected',
      title: t('count.corrected'),
      width: 90,
      numeric: true,
      cell: (row) => plain(row.rows_corrected),
    },
    { key: 'rejected', title: t('count.rejected'), width: 90, numeric: true, cell: (row) => <Rejected batch={row} /> },
    {
      key: 'span',
      title: t('batches.span'),
      width: 210,
      cell: (row) => (row.first_day === null ? UNKNOWN : `${day(row.first_day)} – ${day(row.last_day)}`),
    },
  ];
}

function Rejected({ batch }: { batch: Batch }) {
  if (batch.rows_rejected === 0) return 0;
  return (
    <Link
      to="/data/$section"
      params={{ section: 'rejects' }}
      search={{ batch: batch.id }}
      onClick={(event) => event.stopPropagation()}
    >
      {plain(batch.rows_rejected)}
    </Link>
  );
}
