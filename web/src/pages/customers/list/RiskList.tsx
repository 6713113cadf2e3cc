import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CustomerFilter, CustomerList } from '@/api/customers';
import type { Workspace } from '@/api/types';
import { usePhone } from '@/app/appearance';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { LoadingSkeleton } from '@/components/LoadingSkeleton';
import { Panel } from '@/components/Panel';
import { plain } from '@/format/number';
import styles from '../customers.module.css';
import { isFiltered } from '../filter';
import { hasFailedMore, mayAskMore } from '../nextPage';
import { useCustomers } from '../useCustomers';
import { CustomerCards } from './CustomerCards';
import { CustomerTable } from './CustomerTable';
import { FilterBar } from './FilterBar';
import { useFilter } from './useFilter';

interface Props {
  filter: CustomerFilter;
  workspace: Workspace | undefined;
}

/** The list with its filters, whatever state it is in. */
export function RiskList({ filter, workspace }: Props) {
  const { t } = useTranslation('customers');
  const query = useCustomers(filter);
  return (
    <>
      {workspace?.has_data && !workspace.has_scores && (
        <div className={styles.notice} role="note">
          <span>{t('noScores')}</span>
          <Link to="/models">{t('noScoresAction')}</Link>
        </div>
      )}
      <Panel flush>
        <FilterBar filter={filter} workspace={workspace} />
        {query.data !== undefined ? (
          <Pages filter={filter} query={query} pages={query.data.pages} workspace={workspace} />
        ) : query.isError ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <div className={styles.tools}>
            <LoadingSkeleton rows={10} />
          </div>
        )}
      </Panel>
    </>
  );
}

interface PagesProps extends Props {
  query: ReturnType<typeof useCustomers>;
  pages: CustomerList[];
}

function Pages({ filter, query, pages, workspace }: PagesProps) {
  const { t } = useTranslation('customers');
  const phone = usePhone();
  const rows = pages.flatMap((page) => page.items);
  const total = pages.at(-1)?.total ?? rows.length;
  const ready = mayAskMore(query);
  const more = () => {
    if (ready) void query.fetchNextPage();
  };
  if (rows.length === 0) return <Nobody filtered={isFiltered(filter)} />;
  const shown = { rows, total, currency: workspace?.currency ?? 'CNY', filter, onEnd: more };
  return (
    <div aria-busy={query.isFetching}>
      {phone ? <CustomerCards {...shown} /> : <CustomerTable {...shown} />}
      {hasFailedMore(query) && <ErrorState error={query.error} onRetry={() => void query.fetchNextPage()} />}
      <div className={styles.status} role="status">
        <span>
          {t('found', { n: plain(total) })}
          {rows.length < total && ` · ${t('loaded', { n: plain(rows.length) })}`}
          {pages[0]?.freshness.restricted && ` · ${t('restricted')}`}
        </span>
        {!phone && <span>{t('keys')}</span>}
      </div>
    </div>
  );
}

function Nobody({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation('customers');
  const { change } = useFilter();
  if (!filtered)
    return <EmptyState title={t('nobody')} hint={t('nobodyHint')} action={<Link to="/data">{t('toData')}</Link>} />;
  return (
    <EmptyState
      title={t('none')}
      hint={t('noneHint')}
      action={<Button onClick={() => change({}, true)}>{t('clear')}</Button>}
    />
  );
}
