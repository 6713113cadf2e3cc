import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { User } from '@/api/people';
import { PlainTable } from '@/components/PlainTable';
import { Tag } from '@/components/Tag';
import styles from '../settings.module.css';
import { useInstant } from '../useInstant';

/** Users in a table. */
export function UsersTable({ users, onOpen }: { users: User[]; onOpen: (user: User) => void }) {
  const { t } = useTranslation(['settings', 'common']);
  const at = useInstant();
  return (
    <PlainTable
      caption={t('section.users')}
      rows={users}
      keyOf={(user) => user.id}
      empty={t('common:state.empty')}
      columns={[
        {
          key: 'name',
          title: t('users.name'),
          cell: (user) => (
            <>
              {user.name}
              <div className={styles.small}>{user.login}</div>
            </>
          ),
        },
        {
          key: 'roles',
          title: t('users.roles'),
          cell: (user) => (
            <div className={styles.tags}>
              {user.roles.map((role) => (
                <Tag key={role}>{t(`common:role.${role}`)}</Tag>
              ))}
            </div>
          ),
        },
        { key: 'rows', title: t('users.rows'), wideOnly: true, cell: (user) => <Rows user={user} /> },
        { key: 'state', title: t('users.state'), wideOnly: true, cell: (user) => <State user={user} /> },
        {
          key: 'seen',
          title: t('users.lastSeen'),
          wideOnly: true,
          cell: (user) => (user.last_seen_at ? at(user.last_seen_at) : t('users.never')),
        },
        {
          key: 'edit',
          title: <span className="visually-hidden">{t('common:action.edit')}</span>,
          numeric: true,
          cell: (user) => (
            <Button size="small" onClick={() => onOpen(user)} aria-label={t('users.edit', { name: user.name })}>
              {t('common:action.edit')}
            </Button>
          ),
        },
      ]}
    />
  );
}

function Rows({ user }: { user: User }) {
  const { t } = useTranslation(['settings', 'common']);
  if (user.rows.length === 0) return <span className="muted">{t('users.allRows')}</span>;
  return user.rows.map((row) => (
    <div key={row.dimension}>
      <span className="muted">{t(`users.dimension.${row.dimension}`)} </span>
      {row.values.join(t('common:list.comma'))}
    </div>
  ));
}

function State({ user }: { user: User }) {
  const { t } = useTranslation('settings');
  return (
    <div className={styles.tags}>
      {user.disabled ? <Tag tone="bad">{t('users.disabled')}</Tag> : <Tag tone="good">{t('users.active')}</Tag>}
      {user.must_change_password && <Tag tone="warn">{t('users.temporary')}</Tag>}
      {user.provided && <Tag>{t('users.provided')}</Tag>}
      {user.totp && <Tag>{t('users.totp')}</Tag>}
    </div>
  );
}
