import { Alert, Button, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/components/CopyButton';
import styles from './settings.module.css';

interface Props {
  title: string;
  hint: string;
  /** The secret; null: nothing to show. */
  secret: string | null;
  onClose: () => void;
  children?: ReactNode;
}

/** A secret that is shown this one time. */
export function ShownOnce({ title, hint, secret, onClose, children }: Props) {
  const { t } = useTranslation('common');
  return (
    <Modal
      open={secret !== null}
      title={title}
      onCancel={onClose}
      mask={{ closable: false }}
      destroyOnHidden
      footer={
        <Button type="primary" onClick={onClose}>
          {t('action.close')}
        </Button>
      }
    >
      <div className={`${styles.stack} ${styles.wide}`}>
        <Alert type="warning" showIcon title={hint} />
        <div className={styles.line}>
          <span className={styles.secret}>{secret}</span>
          <CopyButton text={secret ?? ''} />
        </div>
        {children}
      </div>
    </Modal>
  );
}
