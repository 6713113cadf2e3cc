import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '@/api/client';
import type { Happening, HappeningKind, Timeline } from '@/api/customers';
import type { ApiError } from '@/api/problem';
import type { Workspace } from '@/api/types';
import { ErrorState } from '@/components/ErrorState';
import { LoadingSkeleton } from '@/components/LoadingSkeleton';
import { Panel } from '@/components/Panel';
import { hasFailedMore, mayAskMore } from '../nextPage';
import styles from './one.module.css';
import { KINDS } from './search';
import { TimelineList } from './TimelineList';
import { linesOf, usualGap } from './timeline';

interface Props {
  customer: string;
  workspace: Workspace;
}

/** Entries of a page. */
const PAGE = 200;

/** What happened with the customer, the latest first. */
export function TimelinePanel({ customer, workspace }: Props) {
  const { t } = useTranslation('customer');
  const { kind } = useSearch({ from: '/shell/customers/$key' });
  const navigate = useNavigate({ from: '/customers/$key' });
  const choose = (value: HappeningKind | 'all') =>
    void navigate({
      to: '/customers/$key',
      params: { key: customer },
      search: (before) => ({ ...before, kind: value === 'all' ? undefined : value }),
      state: true,
      replace: true,
      resetScroll: false,
    });
  return (
    <Panel title={t('timeline.title')} flush>
      <div className={styles.kinds}>
        <Segmented<HappeningKind | 'all'>
          size="small"
          aria-label={t('timeline.title')}
          value={kind ?? 'all'}
          onChange={choose}
          options={[
            { value: 'all', label: t('timeline.all') },
            ...KINDS.map((one) => ({ value: one, label: t(`timeline.kind.${one}`) })),
          ]}
        />
      </div>
      <Entries customer={customer} kind={kind} workspace={workspace} />
    </Panel>
  );
}

function Entries({ customer, kind, workspace }: Props & { kind: HappeningKind | undefined }) {
  const { t } = useTranslation('customer');
  const query = useTimeline(customer, kind);
  const through = workspace.freshness.through;
  const items = useMemo<Happening[]>(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const lines = useMemo(() => linesOf(items, through), [items, through]);
  const usual = usualGap(items);
  const ready = mayAskMore(query);
  if (query.isError && query.data === undefined)
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <LoadingSkeleton rows={8} />;
  if (items.length === 0)
    return <p className={`muted ${styles.kinds}`}>{t(kind ? 'timeline.noneOfKind' : 'timeline.none')}</p>;
  return (
    <>
      <TimelineList
        lines={lines}
        workspace={workspace}
        onEnd={() => {
          if (ready) void query.fetchNextPage();
        }}
      />
      {hasFailedMore(query) && <ErrorState error={query.error} onRetry={() => void query.fetchNextPage()} />}
      {usual !== undefined && <p className={`muted ${styles.kinds}`}>{t('timeline.silenceHint', { usual })}</p>}
    </>
  );
}

function useTimeline(customer: string, kind: HappeningKind | undefined) {
  return useInfiniteQuery<
    Timeline,
    ApiError,
    { pages: Timeline[] },
    readonly ['/customers/{key}/timeline', object],
    string | null
  >({
    queryKey: ['/customers/{key}/timeline', { path: { key: customer }, query: { kind } }],
    queryFn: ({ pageParam, signal }) =>
      get(
        '/customers/{key}/timeline',
        { path: { key: customer }, query: { kind, cursor: pageParam, limit: PAGE } },
        signal,
      ),
    initialPageParam: null,
    getNextPageParam: (last) => last.next_cursor,
  });
}
