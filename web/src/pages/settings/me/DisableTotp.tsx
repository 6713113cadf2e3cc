import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { write } from '@/api/client';
import { problemFrom } from '@/api/problem';
import { ProblemAlert } from '@/components/ProblemAlert';
import { useToast } from '@/components/Toast';
import styles from '../settings.module.css';

/** Turning the second factor off takes the password. */
export function DisableTotp({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const { t } = useTranslation(['settings', 'common']);
  const id = useId();
  const toast = useToast();
  const [password, setPassword] = useState('');
  const disable = useMutation({
    mutationFn: () => write('DELETE /me/totp', { password }),
    onSuccess: () => {
      toast.done(t('me.disabled'));
      onDone();
    },
  });
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        disable.mutate();
      }}
    >
      <p>{t('me.disableHint')}</p>
      <div className={styles.field}>
        <label htmlFor={id}>{t('me.yourPassword')}</label>
        <Input.Password
          id={id}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="current-password"
          autoFocus
        />
      </div>
      {disable.isError && <ProblemAlert problem={problemFrom(disable.error)} />}
      <div className={styles.line}>
        <Button danger type="primary" htmlType="submit" disabled={password === ''} loading={disable.isPending}>
          {t('me.disable')}
        </Button>
        <Button onClick={onCancel}>{t('common:action.cancel')}</Button>
      </div>
    </form>
  );
}
