import { Checkbox, Input, Modal, Segmented } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '@/api/client';
import type { Scope } from '@/api/people';
import { problemFrom } from '@/api/problem';
import { useWrite } from '@/api/use';
import { useMe } from '@/app/session';
import { ProblemAlert } from '@/components/ProblemAlert';
import { mayLend, SCOPES } from '../data';
import styles from '../settings.module.css';

/** Days that a token may be valid for; 0: it does not expire. */
const DAYS = [30, 90, 365, 0] as const;

interface Props {
  open: boolean;
  onClose: () => void;
  /** Gets the secret. */
  onMade: (secret: string) => void;
}

/** Makes a token. */
export function NewToken({ open, onClose, onMade }: Props) {
  const { t } = useTranslation(['settings', 'common']);
  const id = useId();
  const { permissions } = useMe();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<Scope[]>([]);
  const [days, setDays] = useState<number>(DAYS[1]);
  const create = useWrite('POST /tokens', ['/tokens']);
  const submit = () =>
    create.mutate(
      {
        body: { name: name.trim(), scopes, ...(days > 0 ? { expires_in_days: days } : {}) },
        idempotencyKey: newIdempotencyKey(),
      },
      {
        onSuccess: (made) => {
          onMade(made.token);
          setName('');
          setScopes([]);
        },
      },
    );
  return (
    <Modal
      open={open}
      title={t('tokens.create')}
      okText={t('tokens.create')}
      okButtonProps={{ disabled: name.trim() === '' || scopes.length === 0 }}
      confirmLoading={create.isPending}
      onOk={submit}
      onCancel={onClose}
      destroyOnHidden
    >
      <div className={`${styles.stack} ${styles.wide}`}>
        <div className={styles.field}>
          <label htmlFor={id}>{t('tokens.name')}</label>
          <Input id={id} value={name} onChange={(event) => setName(event.target.value)} maxLength={100} />
          <span className={styles.small}>{t('tokens.nameHint')}</span>
        </div>
        <fieldset className={styles.field}>
          <legend>{t('tokens.scopes')}</legend>
          <Checkbox.Group<Scope>
            value={scopes}
            onChange={setScopes}
            className={styles.checks}
            options={SCOPES.map((scope) => ({
              value: scope,
              label: t(`common:permission.${scope}`),
              disabled: !mayLend(scope, permissions),
              title: mayLend(scope, permissions) ? undefined : t('common:state.noPermission'),
            }))}
          />
          {scopes.length === 0 && <span className={styles.small}>{t('tokens.choose')}</span>}
        </fieldset>
        <div className={styles.field}>
          <span className={styles.label}>{t('tokens.expires')}</span>
          <Segmented
            aria-label={t('tokens.expires')}
            value={days}
            onChange={setDays}
            options={DAYS.map((value) => ({
              value,
              label: value === 0 ? t('tokens.never') : t('tokens.days', { n: value }),
            }))}
          />
        </div>
        {create.isError && <ProblemAlert problem={problemFrom(create.error)} />}
      </div>
    </Modal>
  );
}
