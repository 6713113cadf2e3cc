import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Session } from '@/api/people';
import { useGet, useWrite } from '@/api/use';
import { Panel } from '@/components/Panel';
import { PlainTable } from '@/components/PlainTable';
import { QueryView } from '@/components/QueryView';
import { Tag } from '@/components/Tag';
import { useToast } from '@/components/Toast';
import { deviceOf } from '../data';
import { useInstant } from '../useInstant';

/** Where one is signed in. */
export function Sessions() {
  const { t } = useTranslation('settings');
  const sessions = useGet('/me/sessions');
  const end = useWrite('DELETE /me/sessions/{id}', ['/me/sessions']);
  const toast = useToast();
  const at = useInstant();
  const revoke = (session: Session) =>
    end.mutate(
      { body: undefined, path: { id: session.id } },
      { onSuccess: () => toast.done(t('me.revoked')), onError: toast.failed },
    );
  return (
    <Panel title={t('me.sessions')} hint={t('me.sessionsHint')} flush>
      <QueryView query={sessions} rows={3}>
        {({ items }) => (
          <PlainTable
            caption={t('me.sessions')}
            rows={items}
            keyOf={(session) => session.id}
            columns={[
              {
                key: 'device',
                title: t('me.device'),
                cell: (session) => (
                  <>
                    <span title={session.device}>{deviceOf(session.device) ?? t('me.unknownDevice')}</span>{' '}
                    {session.current && <Tag tone="accent">{t('me.current')}</Tag>}
                  </>
                ),
              },
              { key: 'address', title: t('me.address'), wideOnly: true, cell: (session) => session.address },
              { key: 'seen', title: t('me.lastSeen'), cell: (session) => at(session.last_seen_at) },
              { key: 'expires', title: t('me.expires'), wideOnly: true, cell: (session) => at(session.expires_at) },
              {
                key: 'end',
                title: <span className="visually-hidden">{t('me.revoke')}</span>,
                numeric: true,
                cell: (session) => (
                  <Button
                    size="small"
                    disabled={session.current}
                    loading={end.isPending}
                    onClick={() => revoke(session)}
                  >
                    {t('me.revoke')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </QueryView>
    </Panel>
  );
}
