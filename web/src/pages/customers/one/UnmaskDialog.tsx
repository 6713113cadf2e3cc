import { Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProfileField } from '@/api/customers';
import { useWrite } from '@/api/use';
import { Field } from '@/components/Field';
import { useToast } from '@/components/Toast';
import styles from './one.module.css';

/** A reason of fewer characters says nothing. */
const LEAST_CHARACTERS = 2;

interface Props {
  customer: string;
  onShown: (fields: ProfileField[]) => void;
  onClose: () => void;
}

/** Asks why somebody wants to see personal data, and says that it is written down. */
export function UnmaskDialog({ customer, onShown, onClose }: Props) {
  const { t } = useTranslation('customer');
  const toast = useToast();
  const [reason, setReason] = useState('');
  const ask = useWrite('POST /customers/{key}/unmasking');
  const enough = reason.trim().length >= LEAST_CHARACTERS;
  const submit = () => {
    if (!enough) return;
    ask.mutate(
      { body: { reason: reason.trim() }, path: { key: customer } },
      { onSuccess: ({ fields }) => onShown(fields), onError: toast.failed },
    );
  };
  return (
    <Modal
      open
      title={t('profile.askTitle')}
      okText={t('profile.confirm')}
      okButtonProps={{ disabled: !enough }}
      confirmLoading={ask.isPending}
      onOk={submit}
      onCancel={onClose}
    >
      <div className={styles.form}>
        <p className={styles.warning}>{t('profile.warning')}</p>
        <Field label={t('profile.reason')}>
          {(id) => (
            <Input.TextArea
              id={id}
              autoFocus
              maxLength={200}
              rows={3}
              placeholder={t('profile.reasonHint')}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        {!enough && <span className="muted">{t('profile.reasonShort', { n: LEAST_CHARACTERS })}</span>}
      </div>
    </Modal>
  );
}
