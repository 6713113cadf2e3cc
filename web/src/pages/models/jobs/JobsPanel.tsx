import { useQueryClient } from '@tanstack/react-query';
import { Button, Progress } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { sentenceOf } from '@/api/problem';
import type { Job } from '@/api/types';
import { useGet, useWrite } from '@/api/use';
import { useMay } from '@/app/session';
import { Panel } from '@/components/Panel';
import { useToast } from '@/components/Toast';
import { duration } from '@/format/time';
import { useLang, usePick } from '@/i18n/useLang';
import styles from '../models.module.css';
import { isRunning, progressOf, secondsOf, shownJobs } from './jobs';

/** Work on models that goes on or has just ended; nothing when there is none. */
export function JobsPanel() {
  const { t } = useTranslation('models');
  const { data } = useGet('/jobs');
  const { running, ended } = shownJobs(data?.items ?? []);
  useReadModelsAgain(ended.map((job) => job.id).join());
  if (running.length + ended.length === 0) return null;
  return (
    <Panel title={t('job.title')}>
      <div className={styles.jobs} aria-live="polite">
        {[...running, ...ended].map((job) => (
          <JobLine key={job.id} listed={job} />
        ))}
      </div>
    </Panel>
  );
}

/** A job that has ended may have changed the models. */
function useReadModelsAgain(ended: string): void {
  const client = useQueryClient();
  const before = useRef(ended);
  useEffect(() => {
    if (before.current === ended) return;
    before.current = ended;
    for (const path of ['/models', '/models/{id}', '/models/watch', '/workspace', '/segments/migration'])
      void client.invalidateQueries({ queryKey: [path] });
  }, [ended, client]);
}

function JobLine({ listed }: { listed: Job }) {
  const { t } = useTranslation('models');
  const pick = usePick();
  const lang = useLang();
  // The stream keeps the answer of a running job up to date.
  const { data } = useGet('/jobs/{id}', { path: { id: listed.id } }, { enabled: isRunning(listed) });
  const job = isRunning(listed) ? (data ?? listed) : listed;
  const seconds = secondsOf(job);
  return (
    <div className={styles.job}>
      <div className={styles.jobWords}>
        <strong>{t(`job.kind.${job.kind}`)}</strong>
        <span className="muted">{t(`job.state.${job.state}`)}</span>
        {isRunning(job) && <span className="muted">{pick(job.phase)}</span>}
        {seconds !== undefined && <span className="muted">{t('job.took', { time: duration(seconds, lang) })}</span>}
        {job.problem && <span role="alert">{pick(sentenceOf(job.problem))}</span>}
      </div>
      {isRunning(job) && <CancelButton id={job.id} />}
      {isRunning(job) && (
        <div className={styles.jobProgress}>
          <Progress
            percent={progressOf(job) ?? 0}
            showInfo={progressOf(job) !== undefined}
            status="active"
            size="small"
            aria-label={t('job.progress', { kind: t(`job.kind.${job.kind}`) })}
          />
        </div>
      )}
    </div>
  );
}

function CancelButton({ id }: { id: string }) {
  const { t } = useTranslation('models');
  const toast = useToast();
  const may = useMay('manage_models');
  const cancel = useWrite('DELETE /jobs/{id}', ['/jobs', '/jobs/{id}']);
  return (
    <Button
      size="small"
      disabled={!may}
      title={may ? undefined : t('action.needs')}
      loading={cancel.isPending}
      onClick={() =>
        cancel.mutate(
          { body: undefined, path: { id } },
          { onSuccess: () => toast.done(t('job.cancelled')), onError: toast.failed },
        )
      }
    >
      {t('job.cancel')}
    </Button>
  );
}
