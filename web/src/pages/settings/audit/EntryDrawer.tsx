import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AuditEntry } from '@/api/people';
import { usePhone } from '@/app/appearance';
import styles from '../settings.module.css';
import { useActions } from './useActions';

/** Everything that an entry of the audit log says. */
export function EntryDrawer({ entry, onClose }: { entry: AuditEntry | null; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { nameOf } = useActions();
  const phone = usePhone();
  return (
    <Drawer
      open={entry !== null}
      onClose={onClose}
      title={entry ? t('audit.entry', { seq: entry.seq }) : ''}
      size={phone ? '100%' : 520}
    >
      {entry && (
        <dl className={styles.stack}>
          {(['at', 'actor', 'action', 'target', 'hash', 'previous_hash'] as const).map((key) => (
            <div key={key}>
              <dt className={styles.small}>{t(`audit.${key === 'previous_hash' ? 'previous' : key}`)}</dt>
              <dd className={styles.mono}>
                {key === 'action' ? `${nameOf(entry.action)} (${entry.action})` : entry[key]}
              </dd>
            </div>
          ))}
          <div>
            <dt className={styles.small}>{t('audit.detail')}</dt>
            <dd>
              <pre className={styles.pre}>{JSON.stringify(entry.detail, null, 2)}</pre>
            </dd>
          </div>
        </dl>
      )}
    </Drawer>
  );
}
