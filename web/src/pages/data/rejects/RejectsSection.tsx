import { DownloadOutlined } from '@ant-design/icons';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Reject } from '@/api/data';
import { saveBlob } from '@/charts/saveAs';
import { type Column, DataTable } from '@/components/DataTable';
import { EmptyState } from '@/components/EmptyState';
import { LoadingSkeleton } from '@/components/LoadingSkeleton';
import { Panel } from '@/components/Panel';
import { plain } from '@/format/number';
import { useLang, usePick } from '@/i18n/useLang';
import { DataError } from '../DataError';
import styles from '../data.module.css';
import { usePages } from '../usePages';
import { csvOf } from './data';
import { ReasonList } from './ReasonList';

/** What was not taken, by reason and row by row. */
export default function RejectsSection() {
  const { t } = useTranslation('data');
  const { batch, source, reason } = useSearch({ from: '/shell/data/$section' });
  const navigate = useNavigate();
  const columns = useColumns();
  const { items, total, complete, more, error, retry } = usePages('/rejects', { batch, source, reason });
  const filter = (search: { batch?: string; source?: string; reason?: string }) =>
    void navigate({ to: '/data/$section', params: { section: 'rejects' }, search });
  const filters = (['batch', 'source', 'reason'] as const)
    .map((id) => ({ id, value: { batch, source, reason }[id] }))
    .filter((one) => one.value !== undefined);
  return (
    <div className={styles.stack}>
      <ReasonList chosen={reason} onChoose={(chosen) => filter({ batch, source, reason: chosen })} />
      {filters.length > 0 && (
        <div className={styles.actions}>
          {filters.map(({ id, value }) => (
            <Tag key={id} closable onClose={() => filter({ batch, source, reason, [id]: undefined })}>
              {t(`rejects.filter.${id}`)}: {value}
            </Tag>
          ))}
        </div>
      )}
      {error ? (
        <DataError error={error} onRetry={retry} />
      ) : items === undefined ? (
        <LoadingSkeleton />
      ) : items.length === 0 ? (
        <EmptyState title={t('rejects.none')} hint={t('rejects.noneHint')} />
      ) : (
        <Panel
          title={t('rejects.rows')}
          hint={
            complete ? t('rejects.all', { n: plain(items.length) }) : t('rejects.loaded', { n: plain(items.length) })
          }
          actions={<Download items={items} complete={complete} />}
          flush
        >
          <DataTable
            columns={columns}
            rows={items}
            keyOf={(_, index) => index}
            caption={t('rejects.rows')}
            total={total}
            height={560}
            onEnd={more}
          />
        </Panel>
      )}
    </div>
  );
}

function Download({ items, complete }: { items: Reject[]; complete: boolean }) {
  const { t } = useTranslation('data');
  const lang = useLang();
  const header = (['batch', 'source', 'file', 'row', 'column', 'value', 'code', 'reason'] as const).map((id) =>
    t(`rejects.column.${id}`),
  );
  const save = () =>
    saveBlob(
      new Blob([csvOf(items, header, lang)], { type: 'text/csv;charset=utf-8' }),
      `${t('rejects.fileName')}.csv`,
    );
  return (
    <Button size="small" icon={<DownloadOutlined />} onClick={save}>
      {complete ? t('rejects.download') : t('rejects.downloadSome', { n: plain(items.length) })}
    </Button>
  );
}

function useColumns(): Column<Reject>[] {
  const { t } = useTranslation('data');
  const pick = usePick();
  return [
    {
      key: 'file',
      title: t('rejects.column.file'),
      width: 180,
      cell: (row) => <span title={row.file}>{row.file}</span>,
    },
    { key: 'row', title: t('rejects.column.row'), width: 90, numeric: true, cell: (row) => plain(row.row) },
    { key: 'column', title: t('rejects.column.column'), width: 130, cell: (row) => row.column },
    {
      key: 'value',
      title: t('rejects.column.value'),
      width: 170,
      cell: (row) => (row.value === null ? null : <code title={row.value}>{row.value}</code>),
    },
    {
      key: 'reason',
      title: t('rejects.column.reason'),
      cell: (row) => <span title={pick(row.problem)}>{pick(row.problem)}</span>,
    },
    {
      key: 'kept',
      title: t('rejects.column.kept'),
      width: 120,
      cell: (row) => t(row.row_kept ? 'rejects.valueOnly' : 'rejects.wholeRow'),
    },
  ];
}
