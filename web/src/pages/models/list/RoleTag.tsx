import { useTranslation } from 'react-i18next';
import type { ModelListed } from '@/api/models';
import styles from '../models.module.css';

/** Whether a model scores. */
export function RoleTag({ role }: { role: ModelListed['role'] }) {
  const { t } = useTranslation('models');
  const word = role ?? 'other';
  return (
    <span className={styles.role} data-role={word} title={t(`roleHint.${word}`)}>
      {t(`role.${word}`)}
    </span>
  );
}
