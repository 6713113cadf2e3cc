import { useTranslation } from 'react-i18next';
import type { Level } from '@/api/customers';
import { UNKNOWN } from '@/format/number';
import styles from './customers.module.css';

/** A warning level, by colour and by word. */
export function LevelTag({ level }: { level: Level | null }) {
  const { t } = useTranslation('customers');
  if (level === null) return <span className="muted">{UNKNOWN}</span>;
  return (
    <span className={styles.level} data-level={level} title={t(`levelHint.${level}`)}>
      {t(`level.${level}`)}
    </span>
  );
}
