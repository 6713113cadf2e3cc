import { SyncOutlined, UnorderedListOutlined } from '@ant-design/icons';
import { Button, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePhone } from '@/app/appearance';
import { useMe } from '@/app/session';
import { JobLine } from '@/components/JobLine';
import { isOpen, ordered, percentOf } from '@/components/jobProgress';
import { usePick } from '@/i18n/useLang';
import styles from './jobs.module.css';
import { useJobs } from './useJobs';

/** Jobs that the list shows. */
const SHOWN = 12;

/** What is being done in the background, in the header; the latest jobs when opened. */
export function JobsIndicator() {
  const { permissions } = useMe();
  const may = permissions.includes('view_data') || permissions.includes('view_models');
  return may ? <Indicator /> : null;
}

function Indicator() {
  const { t } = useTranslation();
  const pick = usePick();
  const phone = usePhone();
  const [open, setOpen] = useState(false);
  const jobs = ordered(useJobs());
  const running = jobs.find(isOpen);
  const percent = running ? percentOf(running) : null;
  const label = running
    ? [t(`job.kind.${running.kind}`), pick(running.phase)].filter(Boolean).join(' · ')
    : t('job.list');
  const content = (
    <section aria-label={t('job.list')}>
      <p className={styles.title}>{t('job.list')}</p>
      {jobs.length === 0 ? (
        <p className="muted">{t('job.none')}</p>
      ) : (
        <ul className={styles.list}>
          {jobs.slice(0, SHOWN).map((job) => (
            <li key={job.id}>
              <JobLine job={job} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" arrow={false} content={content}>
      <Button
        type="text"
        aria-expanded={open}
        aria-haspopup="true"
        aria-label={percent === null ? label : `${label} ${percent}%`}
        data-testid="jobs"
        data-running={running !== undefined}
        icon={running ? <SyncOutlined spin /> : <UnorderedListOutlined />}
      >
        {running && !phone && (
          <span className={styles.now} aria-hidden="true">
            <span className={styles.what}>{label}</span>
            {percent !== null && <span className="num">{percent}%</span>}
          </span>
        )}
      </Button>
    </Popover>
  );
}
