import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { write } from '@/api/client';
import { sessionQuery, useMe } from '@/app/session';
import { Panel } from '@/components/Panel';
import { useToast } from '@/components/Toast';
import styles from '../settings.module.css';
import { DisableTotp } from './DisableTotp';
import { EnrolTotp } from './EnrolTotp';
import { RecoveryCodes } from './RecoveryCodes';

type Step =
  | { at: 'rest' }
  | { at: 'enrol'; secret: string; uri: string }
  | { at: 'codes'; codes: string[] }
  | { at: 'disable' };

/** The second factor: on, off, and the way between. */
export function TotpPanel() {
  const { t } = useTranslation('settings');
  const on = useMe().user.totp;
  const client = useQueryClient();
  const toast = useToast();
  const [step, setStep] = useState<Step>({ at: 'rest' });
  const begin = useMutation({
    mutationFn: () => write('POST /me/totp', undefined),
    onSuccess: (proposed) => setStep({ at: 'enrol', ...proposed }),
    onError: toast.failed,
  });
  const rest = async () => {
    await client.refetchQueries({ queryKey: sessionQuery.queryKey });
    setStep({ at: 'rest' });
  };
  return (
    <Panel title={t('me.totp')}>
      {step.at === 'rest' && (
        <div className={styles.line}>
          <span>{t(on ? 'me.totpOn' : 'me.totpOff')}</span>
          {on ? (
            <Button onClick={() => setStep({ at: 'disable' })}>{t('me.disable')}</Button>
          ) : (
            <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate()}>
              {t('me.enable')}
            </Button>
          )}
        </div>
      )}
      {step.at === 'enrol' && (
        <EnrolTotp
          secret={step.secret}
          uri={step.uri}
          onDone={(codes) => setStep({ at: 'codes', codes })}
          onCancel={() => setStep({ at: 'rest' })}
        />
      )}
      {step.at === 'codes' && <RecoveryCodes codes={step.codes} onSaved={() => void rest()} />}
      {step.at === 'disable' && <DisableTotp onDone={() => void rest()} onCancel={() => setStep({ at: 'rest' })} />}
    </Panel>
  );
}
