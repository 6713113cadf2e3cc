import { Alert, Button, Checkbox, Popconfirm, Switch } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { User } from '@/api/people';
import { changedElsewhere, problemFrom } from '@/api/problem';
import { useWrite } from '@/api/use';
import { ProblemAlert } from '@/components/ProblemAlert';
import { useToast } from '@/components/Toast';
import { rolesProblem } from '../data';
import styles from '../settings.module.css';
import { UserFields } from './UserFields';
import { useUserDraft } from './useUserDraft';

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
  const [factor, setFactor] = useState(false);
  const { edits, change, save, busy, error, isMe } = useUserDraft(user, () => {
    toast.done(t('users.saved'));
    onSaved();
  });
  const reset = useWrite('POST /users/{id}/reset', ['/users', '/users/{id}']);
  const problem = rolesProblem(edits.roles);
  return (
    <form
      className={`${styles.stack} ${styles.wide}`}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <UserFields
        draft={{ login: user.login, ...edits }}
        onChange={({ name, roles, rows }) => change({ name, roles, rows })}
      />
      <div className={styles.line}>
        <label htmlFor={id}>{t('users.enabled')}</label>
        <Switch
          id={id}
          checked={!edits.disabled}
          disabled={isMe}
          title={isMe ? t('users.self') : undefined}
          onChange={(enabled) => change({ disabled: !enabled })}
        />
      </div>
      {changedElsewhere(error) ? (
        <Alert type="warning" showIcon title={t('users.changedMeanwhile')} />
      ) : (
        error && <ProblemAlert problem={problemFrom(error)} />
      )}
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
          loading={busy}
          disabled={problem === 'none' || problem === 'auditor' || edits.name.trim() === ''}
        >
          {t('common:action.save')}
        </Button>
      </div>
    </form>
  );
}
