import { useTranslation } from 'react-i18next';
import type { Job } from '@/api/types';
import { useGet } from '@/api/use';
import { JobLine } from '@/components/JobLine';
import { isOpen, ordered } from '@/components/jobProgress';
import { Panel } from '@/components/Panel';
import styles from '../models.module.css';

/** Kinds of work that concern models. */
const KINDS: readonly Job['kind'][] = ['train', 'score', 'watch', 'cycle'];
/** Ended jobs that stay in sight. */
const ENDED_SHOWN = 3;

/** Work on models that goes on or has just ended; nothing when there is none. */
export function JobsPanel() {
  const { t } = useTranslation('models');
  const { data } = useGet('/jobs');
  const jobs = ordered((data?.items ?? []).filter((job) => KINDS.includes(job.kind)));
  const open = jobs.filter(isOpen);
  const shown = [...open, ...jobs.filter((job) => !isOpen(job)).slice(0, ENDED_SHOWN)];
  if (shown.length === 0) return null;
  return (
    <Panel title={t('jobs')}>
      <div className={styles.jobs} aria-live="polite">
        {shown.map((job) => (
          <Followed key={job.id} listed={job} />
        ))}
      </div>
    </Panel>
  );
}

/** The stream keeps the answer of a running job up to date. */
function Followed({ listed }: { listed: Job }) {
  const { data } = useGet('/jobs/{id}', { path: { id: listed.id } }, { enabled: isOpen(listed) });
  return <JobLine job={isOpen(listed) ? (data ?? listed) : listed} />;
}
