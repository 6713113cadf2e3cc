import { useMutation } from '@tanstack/react-query';
import { Button, Input, QRCode } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { write } from '@/api/client';
import { problemFrom } from '@/api/problem';
import { CopyButton } from '@/components/CopyButton';
import { ProblemAlert } from '@/components/ProblemAlert';
import styles from '../settings.module.css';

interface Props {
  secret: string;
  uri: string;
  onDone: (recoveryCodes: string[]) => void;
  onCancel: () => void;
}

const DIGITS = 6;

/** Takes the secret to the app and proves that it arrived. */
export function EnrolTotp({ secret, uri, onDone, onCancel }: Props) {
  const { t } = useTranslation(['settings', 'common']);
  const id = useId();
  const [code, setCode] = useState('');
  const confirm = useMutation({
    mutationFn: () => write('PUT /me/totp', { code }),
    onSuccess: (answer) => onDone(answer.recovery_codes),
  });
  return (
    <form
      className={styles.stack}
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <p>{t('me.scan')}</p>
      <QRCode value={uri} color="#000000" bgColor="#ffffff" aria-label={t('me.qr')} />
      <div className={styles.small}>
        {t('me.secret')}: <span className={styles.secret}>{secret}</span> <CopyButton text={secret} />
      </div>
      <div className={styles.field}>
        <label htmlFor={id}>{t('me.code')}</label>
        <Input
          id={id}
          value={code}
          onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={DIGITS}
          autoFocus
        />
      </div>
      {confirm.isError && <ProblemAlert problem={problemFrom(confirm.error)} />}
      <div className={styles.line}>
        <Button type="primary" htmlType="submit" disabled={code.length !== DIGITS} loading={confirm.isPending}>
          {t('me.confirm')}
        </Button>
        <Button onClick={onCancel}>{t('common:action.cancel')}</Button>
      </div>
    </form>
  );
}
