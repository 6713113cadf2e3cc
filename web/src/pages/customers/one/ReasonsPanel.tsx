import { useTranslation } from 'react-i18next';
import type { CustomerScore, Reason } from '@/api/customers';
import { Panel } from '@/components/Panel';
import { usePick } from '@/i18n/useLang';
import styles from './one.module.css';

/** Why the model judges so, and what would have to change. */
export function ReasonsPanel({ score }: { score: CustomerScore }) {
  const { t } = useTranslation('customer');
  const pick = usePick();
  return (
    <Panel title={t('reasons.title')} hint={t('reasons.hint')}>
      <ReasonList reasons={score.reasons} />
      <p className={styles.note}>{t('reasons.notCause')}</p>
      <div className={styles.recourse}>
        <h3>{t('recourse.title')}</h3>
        {score.recourse ? (
          <>
            <p>{pick(score.recourse)}</p>
            <p className={styles.note}>{t('recourse.hint')}</p>
          </>
        ) : (
          <p className="muted">{t('recourse.none')}</p>
        )}
      </div>
    </Panel>
  );
}

/** Reasons by strength, with their direction. */
export function ReasonList({ reasons }: { reasons: readonly Reason[] }) {
  const { t } = useTranslation('customer');
  const pick = usePick();
  if (reasons.length === 0) return <p className="muted">{t('reasons.none')}</p>;
  const most = Math.max(...reasons.map((reason) => Math.abs(reason.log_odds ?? 0)));
  return (
    <ol className={styles.reasons}>
      {reasons.map((reason) => (
        <li key={reason.zh} className={styles.reason}>
          <span className={styles.arrow} data-direction={reason.direction} title={t(`reasons.${reason.direction}`)}>
            <span aria-hidden="true">{reason.direction === 'raises' ? '↑' : '↓'}</span>
            <span className="visually-hidden">{t(`reasons.${reason.direction}`)}</span>
          </span>
          <span>
            {pick(reason)}
            {reason.log_odds != null && most > 0 && (
              <svg
                className={styles.strength}
                data-direction={reason.direction}
                viewBox="0 0 100 3"
                preserveAspectRatio="none"
                aria-hidden="true"
              >
                <rect width={(100 * Math.abs(reason.log_odds)) / most} height="3" fill="currentColor" opacity="0.55" />
              </svg>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}
