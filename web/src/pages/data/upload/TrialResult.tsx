import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { UploadReason, UploadTrial } from '@/api/data';
import { plain } from '@/format/number';
import { usePick } from '@/i18n/useLang';
import styles from '../data.module.css';
import { acceptedShare } from './data';
import own from './upload.module.css';

/** What an import would do: how many rows get in, and which do not and why. */
export function TrialResult({ trial }: { trial: UploadTrial }) {
  const { t } = useTranslation('data');
  const pick = usePick();
  return (
    <div className={styles.stack} data-testid="trial">
      {trial.blocking.map((problem) => (
        <Alert
          key={`${problem.code}${problem.detail}`}
          type="error"
          showIcon
          role="alert"
          title={pick(problem.problem)}
          description={pick(problem.remedy)}
        />
      ))}
      {trial.already_there && <Alert type="info" showIcon title={t('upload.alreadyThere')} />}
      {trial.rows_read > 0 && <Counts trial={trial} />}
      {trial.blocking.length === 0 && <Reasons reasons={trial.reasons} />}
    </div>
  );
}

function Counts({ trial }: { trial: UploadTrial }) {
  const { t } = useTranslation('data');
  const figures = [
    ['read', plain(trial.rows_read)],
    ['accepted', `${plain(trial.accepted)} (${acceptedShare(trial.accepted, trial.rows_read)})`],
    ['rejected', plain(trial.rejected)],
    ['values', plain(trial.values_rejected)],
    ['customers', plain(trial.customers_new)],
  ] as const;
  return (
    <dl className={styles.figures}>
      {figures.map(([id, figure]) => (
        <div key={id} data-bad={id === 'rejected' && trial.rejected > 0}>
          <dt>{t(`count.${id}`)}</dt>
          <dd className="num">{figure}</dd>
        </div>
      ))}
    </dl>
  );
}

function Reasons({ reasons }: { reasons: UploadReason[] }) {
  const { t } = useTranslation('data');
  if (reasons.length === 0) return <p className={styles.good}>{t('upload.noneRefused')}</p>;
  return (
    <ul className={own.reasons}>
      {reasons.map((reason) => (
        <Reason key={reason.code} reason={reason} />
      ))}
    </ul>
  );
}

function Reason({ reason }: { reason: UploadReason }) {
  const { t } = useTranslation('data');
  const pick = usePick();
  const kept = reason.examples.every((example) => example.row_kept);
  return (
    <li>
      <p>
        <strong className="num">{plain(reason.count)}</strong> × {pick(reason.problem)}{' '}
        <span className="muted">{t(kept ? 'upload.valueLeftOut' : 'upload.rowLeftOut')}</span>
      </p>
      <ul className={own.examples}>
        {reason.examples.map((example) => (
          <li key={`${example.row}-${example.column}`}>
            {[
              t('upload.rowNumber', { n: example.row }),
              example.column && t('upload.inColumn', { column: example.column }),
              example.value !== null && t('upload.withValue', { value: example.value }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </li>
        ))}
      </ul>
    </li>
  );
}
