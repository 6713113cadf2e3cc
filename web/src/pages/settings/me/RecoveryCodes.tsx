import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/components/CopyButton';
import styles from '../settings.module.css';

/** The codes that replace a lost phone: shown once. */
export function RecoveryCodes({ codes, onSaved }: { codes: string[]; onSaved: () => void }) {
  const { t } = useTranslation('settings');
  return (
    <div className={styles.stack}>
      <strong>{t('me.recovery')}</strong>
      <p>{t('me.recoveryHint')}</p>
      <ul className={styles.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className={styles.line}>
        <CopyButton text={codes.join('\n')} />
        <Button type="primary" onClick={onSaved}>
          {t('me.saved')}
        </Button>
      </div>
    </div>
  );
}
