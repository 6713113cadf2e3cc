import { Button, Checkbox, Popconfirm, Switch } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '@/api/people';
import { problemFrom } from '@/api/problem';
import { useWrite } from '@/api/use';
import { useMe } from '@/app/session';
import { ProblemAlert } from '@/components/ProblemAlert';
import { useToast } from '@/components/Toast';
import { rolesProblem } from '../data';
import styles from '../settings.module.css';
import { UserFields } from './UserFields';

interface Props {
  user: User;
  onSaved: () => void;
  onSecret: (password: string) => void;
}

/** Changes a user: name, roles, rows, whether they may sign in, and their password. */
export function EditUser({ user, onSaved, onSecret }: Props) {
  const { t } = useTranslation(['settings', 'common']);
  const id = useId();
  const toast = useToast();
  const isMe = useMe().user.id === user.id;
  const [factor, setFactor] = useState(false);
  const [draft, setDraft] = useState(user);
  const save = useWrite('PATCH /users/{id}', ['/users', '/users/{id}']);
  const reset = useWrite('POST /users/{id}/reset', ['/users', '/users/{id}']);
  const problem = rolesProblem(draft.roles);
  const submit = () => {
    const { name, roles, rows, disabled } = draft;
    save.mutate(
      { body: { name, roles, rows, disabled }, path: { id: user.id }, ifMatch: user.version },
      {
        onSuccess: () => {
          toast.done(t('users.saved'));
          onSaved();
        },
      },
    );
  };
  return (
    <form
      className={`${styles.stack} ${styles.wide}`}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <UserFields draft={draft} onChange={(next) => setDraft({ ...draft, ...next })} />
      <div className={styles.line}>
        <label htmlFor={id}>{t('users.enabled')}</label>
        <Switch
          id={id}
          checked={!draft.disabled}
          disabled={isMe}
          title={isMe ? t('users.self') : undefined}
          onChange={(enabled) => setDraft({ ...draft, disabled: !enabled })}
        />
      </div>
      {save.isError && <ProblemAlert problem={problemFrom(save.error)} />}
      <div className={styles.line}>
        <Popconfirm
          title={t('users.resetAsk', { name: user.name })}
          description={
            user.totp && (
              <Checkbox checked={factor} onChange={(event) => setFactor(event.target.checked)}>
                {t('users.resetFactor')}
              </Checkbox>
            )
          }
          okButtonProps={{ danger: true }}
          onConfirm={() =>
            reset.mutate(
              { body: { second_factor: factor }, path: { id: user.id } },
              { onSuccess: (made) => onSecret(made.temporary_password), onError: toast.failed },
            )
          }
        >
          <Button danger loading={reset.isPending}>
            {t('users.reset')}
          </Button>
        </Popconfirm>
        <Button
          type="primary"
          htmlType="submit"
          loading={save.isPending}
          disabled={problem === 'none' || problem === 'auditor' || draft.name.trim() === ''}
        >
          {t('common:action.save')}
        </Button>
      </div>
    </form>
  );
}
