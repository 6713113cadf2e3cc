import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Job } from '@/api/types';
import { useWrite } from '@/api/use';
import { useMe } from '@/app/session';
import { duration } from '@/format/time';
import { useLang, usePick } from '@/i18n/useLang';
import styles from './job.module.css';
import { isOpen, percentOf, secondsOf } from './jobProgress';
import { useToast } from './Toast';

/** A job: what it does, how far it is, how it ended. Can be cancelled while it is open. */
export function JobLine({ job }: { job: Job }) {
  const { t } = useTranslation();
  const lang = useLang();
  const pick = usePick();
  const percent = percentOf(job);
  const seconds = secondsOf(job, Date.now());
  return (
    <div className={styles.job} data-state={job.state}>
      <div className={styles.head}>
        <span className={styles.kind}>{t(`job.kind.${job.kind}`)}</span>
        <span className={styles.state} data-state={job.state}>
          {job.stopping && isOpen(job) ? t('job.stopping') : t(`job.state.${job.state}`)}
        </span>
        {seconds !== null && <span className="muted num">{duration(seconds, lang)}</span>}
        {isOpen(job) && <CancelButton job={job} />}
      </div>
      {isOpen(job) && (
        <>
          <progress
            className={styles.bar}
            max={100}
            value={percent ?? undefined}
            aria-label={[t(`job.kind.${job.kind}`), pick(job.phase)].filter(Boolean).join(': ')}
          />
          <p className={styles.phase}>
            {pick(job.phase)} {percent !== null && <span className="num">{percent}%</span>}
          </p>
        </>
      )}
      {job.problem && (
        <p className={styles.problem}>
          {pick(job.problem.problem)} {pick(job.problem.remedy)}
        </p>
      )}
    </div>
  );
}

function CancelButton({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { permissions } = useMe();
  const toast = useToast();
  const cancel = useWrite('DELETE /jobs/{id}', ['/jobs', '/jobs/{id}']);
  const may = permissions.includes('manage_data') || permissions.includes('manage_models');
  return (
    <Button
      size="small"
      type="text"
      disabled={!may || job.stopping}
      title={may ? undefined : t('state.noPermissionHint', { permission: t('permission.manage_data') })}
      loading={cancel.isPending}
      onClick={() =>
        cancel.mutate({ body: undefined, path: { id: job.id } }, { onError: (error) => toast.failed(error) })
      }
    >
      {t('action.cancel')}
    </Button>
  );
}
