import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { API } from '@/api/client';
import type { Token } from '@/api/people';
import { useGet, useWrite } from '@/api/use';
import { EmptyState } from '@/components/EmptyState';
import { Panel } from '@/components/Panel';
import { PlainTable } from '@/components/PlainTable';
import { QueryView } from '@/components/QueryView';
import { Tag } from '@/components/Tag';
import { useToast } from '@/components/Toast';
import { ShownOnce } from '../ShownOnce';
import styles from '../settings.module.css';
import { useInstant } from '../useInstant';
import { NewToken } from './NewToken';

/** What programs sign in with. */
export default function TokensSection() {
  const { t } = useTranslation(['settings', 'common']);
  const tokens = useGet('/tokens');
  const at = useInstant();
  const [making, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const create = (
    <Button type="primary" onClick={() => setMaking(true)}>
      {t('tokens.create')}
    </Button>
  );
  return (
    <Panel title={t('section.tokens')} hint={t('tokens.hint')} actions={create} flush>
      <QueryView query={tokens} rows={3}>
        {({ items }) => (
          <PlainTable
            caption={t('section.tokens')}
            rows={items}
            keyOf={(token) => token.id}
            empty={<EmptyState title={t('tokens.none')} hint={t('tokens.noneHint')} />}
            columns={[
              {
                key: 'name',
                title: t('tokens.name'),
                cell: (token) => (
                  <>
                    {token.name}
                    <div className={styles.mono}>{token.hint}…</div>
                  </>
                ),
              },
              {
                key: 'scopes',
                title: t('tokens.scopes'),
                wideOnly: true,
                cell: (token) => (
                  <div className={styles.tags}>
                    {token.scopes.map((scope) => (
                      <Tag key={scope}>{t(`common:permission.${scope}`)}</Tag>
                    ))}
                  </div>
                ),
              },
              {
                key: 'used',
                title: t('tokens.lastUsed'),
                wideOnly: true,
                cell: (token) => (token.last_used_at ? at(token.last_used_at) : t('tokens.neverUsed')),
              },
              {
                key: 'expires',
                title: t('tokens.expires'),
                cell: (token) => (token.expires_at ? at(token.expires_at) : t('tokens.never')),
              },
              {
                key: 'revoke',
                title: <span className="visually-hidden">{t('tokens.revoke')}</span>,
                numeric: true,
                cell: (token) => <Revoke token={token} />,
              },
            ]}
          />
        )}
      </QueryView>
      <NewToken
        open={making}
        onClose={() => setMaking(false)}
        onMade={(made) => {
          setMaking(false);
          setSecret(made);
        }}
      />
      <ShownOnce title={t('tokens.made')} hint={t('tokens.madeHint')} secret={secret} onClose={() => setSecret(null)}>
        <div>
          <div className={styles.small}>{t('tokens.usage')}</div>
          <pre
            className={styles.pre}
          >{`curl -H "Authorization: Bearer $TOKEN" ${window.location.origin}${API}/metrics`}</pre>
        </div>
      </ShownOnce>
    </Panel>
  );
}

function Revoke({ token }: { token: Token }) {
  const { t } = useTranslation('settings');
  const toast = useToast();
  const revoke = useWrite('DELETE /tokens/{id}', ['/tokens']);
  const onConfirm = () =>
    revoke.mutate(
      { body: undefined, path: { id: token.id } },
      { onSuccess: () => toast.done(t('tokens.revoked')), onError: toast.failed },
    );
  return (
    <Popconfirm
      title={t('tokens.revokeAsk', { name: token.name })}
      onConfirm={onConfirm}
      okButtonProps={{ danger: true }}
    >
      <Button size="small" danger loading={revoke.isPending}>
        {t('tokens.revoke')}
      </Button>
    </Popconfirm>
  );
}
