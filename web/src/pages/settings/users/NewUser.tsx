import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '@/api/client';
import { problemFrom } from '@/api/problem';
import { useWrite } from '@/api/use';
import { ProblemAlert } from '@/components/ProblemAlert';
import { rolesProblem } from '../data';
import styles from '../settings.module.css';
import { type Draft, UserFields } from './UserFields';

const NOBODY: Draft = { login: '', name: '', roles: ['viewer'], rows: [] };

/** Makes a user with a temporary password. */
export function NewUser({ onMade }: { onMade: (temporaryPassword: string) => void }) {
  const { t } = useTranslation('settings');
  const [draft, setDraft] = useState(NOBODY);
  const [key] = useState(newIdempotencyKey);
  const create = useWrite('POST /users', ['/users']);
  const problem = rolesProblem(draft.roles);
  const incomplete = draft.login === '' || draft.name.trim() === '' || problem === 'none' || problem === 'auditor';
  return (
    <form
      className={`${styles.stack} ${styles.wide}`}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate({ body: draft, idempotencyKey: key }, { onSuccess: (made) => onMade(made.temporary_password) });
      }}
    >
      <UserFields draft={draft} onChange={setDraft} withLogin />
      {create.isError && <ProblemAlert problem={problemFrom(create.error)} />}
      <Button type="primary" htmlType="submit" disabled={incomplete} loading={create.isPending}>
        {t('users.create')}
      </Button>
    </form>
  );
}
