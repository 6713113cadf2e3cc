import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/app/session';
import styles from './firstRun.module.css';

const STEPS = ['upload', 'define', 'see'] as const;

/** Before there are data: what will be here, and how to get there. */
export function FirstRun() {
  const { t } = useTranslation('overview');
  const may = useMay('manage_data');
  return (
    <section className={styles.welcome}>
      <h2>{t('first.title')}</h2>
      <p className={styles.lead}>{t('first.lead')}</p>
      <ol className={styles.steps}>
        {STEPS.map((step, index) => (
          <li key={step}>
            <span className={styles.number} aria-hidden="true">
              {index + 1}
            </span>
            <h3>{t(`first.${step}`)}</h3>
            <p>{t(`first.${step}Hint`)}</p>
          </li>
        ))}
      </ol>
      {may ? (
        <Link to="/data" className={styles.begin}>
          {t('first.begin')}
        </Link>
      ) : (
        <p className="muted">{t('first.ask')}</p>
      )}
    </section>
  );
}
