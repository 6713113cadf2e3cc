import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BatchReport, Refused, UploadTrial } from '@/api/data';
import { plain } from '@/format/number';
import { usePick } from '@/i18n/useLang';
import styles from '../data.module.css';
import { acceptedShare, byReason, type ReasonGroup } from './data';

/** What an import would do: how many rows get in, and which do not and why. */
export function TrialResult({ trial }: { trial: UploadTrial }) {
  const pick = usePick();
  return (
    <div className={styles.stack} data-testid="trial">
      {trial.problems.map((problem) => (
        <ProblemLine key={`${problem.code}${problem.row}${problem.column}`} problem={problem} />
      ))}
      {trial.report && <Counts report={trial.report} />}
      {trial.report && <Reasons report={trial.report} />}
      {[...trial.notes, ...(trial.report?.notes ?? [])].map((note) => (
        <p key={note.en} className={styles.note}>
          {pick(note)}
        </p>
      ))}
    </div>
  );
}

function ProblemLine({ problem }: { problem: Refused }) {
  const { t } = useTranslation('data');
  const pick = usePick();
  const place = [
    problem.row != null && t('upload.rowNumber', { n: problem.row }),
    problem.column && t('upload.inColumn', { column: problem.column }),
    problem.value && t('upload.withValue', { value: problem.value }),
  ].filter(Boolean);
  return (
    <Alert
      type="error"
      showIcon
      title={[...place, pick(problem.problem)].join(' · ')}
      description={pick(problem.remedy)}
      role="alert"
    />
  );
}

function Counts({ report }: { report: BatchReport }) {
  const { t } = useTranslation('data');
  const taken = report.rows_read - report.rows_rejected;
  const figures = [
    ['read', plain(report.rows_read)],
    ['accepted', `${plain(taken)} (${acceptedShare(taken, report.rows_read)})`],
    ['new', plain(report.rows_new)],
    ['corrected', plain(report.rows_corrected)],
    ['unchanged', plain(report.rows_unchanged)],
    ['rejected', plain(report.rows_rejected)],
    ['customers', plain(report.customers_new)],
  ] as const;
  return (
    <dl className={styles.figures}>
      {figures.map(([id, figure]) => (
        <div key={id} data-bad={id === 'rejected' && report.rows_rejected > 0}>
          <dt>{t(`count.${id}`)}</dt>
          <dd className="num">{figure}</dd>
        </div>
      ))}
    </dl>
  );
}

function Reasons({ report }: { report: BatchReport }) {
  const { t } = useTranslation('data');
  const groups = byReason(report.rejects);
  const total = report.rows_rejected + report.values_rejected;
  if (groups.length === 0) return <p className={styles.good}>{t('upload.noneRefused')}</p>;
  return (
    <>
      {total > report.rejects.length && (
        <p className={styles.note}>{t('upload.firstRejects', { shown: report.rejects.length, total: plain(total) })}</p>
      )}
      <ul className={styles.reasons}>
        {groups.map((group) => (
          <Reason key={group.reason} group={group} />
        ))}
      </ul>
    </>
  );
}

/** Rows that are named for each reason. */
const NAMED = 5;

function Reason({ group }: { group: ReasonGroup }) {
  const { t } = useTranslation('data');
  const pick = usePick();
  return (
    <li>
      <p>
        <strong>{pick(group.text)}</strong>{' '}
        <span className="muted">{t(group.rowsKept ? 'upload.valueLeftOut' : 'upload.rowLeftOut')}</span>
      </p>
      <ul className={styles.examples}>
        {group.rows.slice(0, NAMED).map((row) => (
          <li key={`${row.row}-${row.column}`}>
            {[
              t('upload.rowNumber', { n: row.row }),
              row.column && t('upload.inColumn', { column: row.column }),
              row.value !== null && t('upload.withValue', { value: row.value }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </li>
        ))}
      </ul>
    </li>
  );
}
