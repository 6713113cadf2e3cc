import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '@/api/people';
import { useGetAll } from '@/api/use';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { matching, separation } from '../data';
import { ShownOnce } from '../ShownOnce';
import styles from '../settings.module.css';
import { RolesMatrix } from './RolesMatrix';
import { UserDrawer } from './UserDrawer';
import { UsersTable } from './UsersTable';

/** Who may sign in and do what. */
export default function UsersSection() {
  const { t } = useTranslation('settings');
  const users = useGetAll('/users');
  const { user: opened, q = '' } = useSearch({ from: '/shell/settings/$section' });
  const navigate = useNavigate();
  const [secret, setSecret] = useState<string | null>(null);
  const go = (search: { user?: string; q?: string }) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...search }), replace: true });
  const open = (user: string | undefined) => go({ user });
  return (
    <>
      <QueryView query={users}>{(all) => <Advice users={all} />}</QueryView>
      <Panel
        title={t('section.users')}
        hint={t('users.hint')}
        flush
        actions={
          <>
            <Input
              className={styles.search}
              allowClear
              defaultValue={q}
              aria-label={t('users.search')}
              placeholder={t('users.search')}
              onChange={(event) => go({ q: event.target.value || undefined })}
            />
            <Button type="primary" onClick={() => open('new')}>
              {t('users.create')}
            </Button>
          </>
        }
      >
        <QueryView query={users} rows={4}>
          {(all) => <UsersTable users={matching(all, q)} onOpen={(user: User) => open(user.id)} />}
        </QueryView>
      </Panel>
      <RolesMatrix />
      <UserDrawer opened={opened} onClose={() => open(undefined)} onSecret={setSecret} />
      <ShownOnce
        title={t('users.temporaryPassword')}
        hint={t('users.madeHint')}
        secret={secret}
        onClose={() => setSecret(null)}
      />
    </>
  );
}

function Advice({ users }: { users: User[] }) {
  const { t } = useTranslation(['settings', 'common']);
  const { mixed, noAuditor } = separation(users);
  const sentences = [
    mixed.length > 0 && t('users.mixedUsers', { names: mixed.join(t('common:list.comma')) }),
    noAuditor && t('users.noAuditor'),
  ].filter((sentence) => sentence !== false);
  if (sentences.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t('users.separationTitle')}
      description={
        <ul className={styles.plain}>
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      }
    />
  );
}
