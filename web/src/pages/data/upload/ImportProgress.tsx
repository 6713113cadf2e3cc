import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { JobLine } from '@/components/JobLine';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import styles from '../data.module.css';

/** How far an import is, and where to go when it is done. */
export function ImportProgress({ id }: { id: string }) {
  const { t } = useTranslation('data');
  const query = useGet('/jobs/{id}', { path: { id } });
  return (
    <Panel title={t('upload.importing')}>
      <QueryView query={query} rows={2}>
        {(job) => (
          <div className={styles.stack} data-testid="import-job" data-state={job.state}>
            <JobLine job={job} />
            {job.state === 'done' && (
              <>
                <p className={styles.good}>{t('upload.imported')}</p>
                <div className={styles.actions}>
                  <Link to="/overview">{t('upload.toOverview')}</Link>
                  <Link to="/data/$section" params={{ section: 'definitions' }} search={{}}>
                    {t('upload.toDefinitions')}
                  </Link>
                  <Link to="/data/$section" params={{ section: 'batches' }} search={{}}>
                    {t('upload.toBatches')}
                  </Link>
                </div>
              </>
            )}
            <Link to="/data/$section" params={{ section: 'upload' }} search={{}}>
              {t('upload.another')}
            </Link>
          </div>
        )}
      </QueryView>
    </Panel>
  );
}
