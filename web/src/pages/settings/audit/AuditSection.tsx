import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@/api/people';
import { useGetPages } from '@/api/use';
import { EmptyState } from '@/components/EmptyState';
import { Panel } from '@/components/Panel';
import { PlainTable } from '@/components/PlainTable';
import { QueryView } from '@/components/QueryView';
import type { SettingsSearch } from '../search';
import styles from '../settings.module.css';
import { useInstant } from '../useInstant';
import { AuditFilters } from './AuditFilters';
import { EntryDrawer } from './EntryDrawer';
import { useActions } from './useActions';
import { useBounds } from './useBounds';
import { Verification } from './Verification';

/** Who did what and when, and whether the record was changed afterwards. */
export default function AuditSection() {
  const { t } = useTranslation('settings');
  const { actor, action, from, to } = useSearch({ from: '/shell/settings/$section' });
  const navigate = useNavigate();
  const at = useInstant();
  const { nameOf } = useActions();
  const bounds = useBounds(from, to);
  const [opened, setOpened] = useState<AuditEntry | null>(null);
  const entries = useGetPages('/audit', { query: { ...bounds, actor, action, limit: 100 } }, { keep: true });
  const filter = (search: SettingsSearch) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...search }), replace: true });
  return (
    <>
      <Verification />
      <Panel
        title={t('section.audit')}
        hint={t('audit.hint')}
        flush
        actions={<AuditFilters value={{ actor, action, from, to }} onChange={filter} />}
      >
        <QueryView query={entries}>
          {({ pages }) => (
            <PlainTable
              caption={t('section.audit')}
              rows={pages.flatMap((page) => page.items)}
              keyOf={(entry) => entry.seq}
              empty={<EmptyState title={t('audit.none')} />}
              columns={[
                { key: 'seq', title: t('audit.seq'), numeric: true, wideOnly: true, cell: (entry) => entry.seq },
                {
                  key: 'at',
                  title: t('audit.at'),
                  cell: (entry) => <span className={styles.word}>{at(entry.at)}</span>,
                },
                { key: 'actor', title: t('audit.actor'), cell: (entry) => entry.actor },
                {
                  key: 'action',
                  title: t('audit.action'),
                  cell: (entry) => <span className={styles.word}>{nameOf(entry.action)}</span>,
                },
                {
                  key: 'target',
                  title: t('audit.target'),
                  wideOnly: true,
                  cell: (entry) => <span className={styles.mono}>{entry.target}</span>,
                },
                {
                  key: 'open',
                  title: <span className="visually-hidden">{t('audit.detail')}</span>,
                  numeric: true,
                  cell: (entry) => (
                    <Button
                      size="small"
                      onClick={() => setOpened(entry)}
                      aria-label={t('audit.entry', { seq: entry.seq })}
                    >
                      {t('audit.detail')}
                    </Button>
                  ),
                },
              ]}
            />
          )}
        </QueryView>
        {entries.hasNextPage && (
          <Button type="link" block loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>
            {t('audit.more')}
          </Button>
        )}
      </Panel>
      <EntryDrawer entry={opened} onClose={() => setOpened(null)} />
    </>
  );
}
