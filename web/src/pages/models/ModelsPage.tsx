import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { EmptyState } from '@/components/EmptyState';
import { Guarded } from '@/components/NoPermission';
import { PageTitle } from '@/components/PageTitle';
import { QueryView } from '@/components/QueryView';
import { en } from '@/i18n/models.en';
import { zh } from '@/i18n/models.zh';
import { addTexts } from '@/i18n/setup';
import { JobsPanel } from './jobs/JobsPanel';
import { StartButtons } from './jobs/StartButtons';
import { ModelTable } from './list/ModelTable';
import { RollbackButton } from './list/RollbackButton';
import { WatchPanel } from './list/WatchPanel';
import styles from './models.module.css';

addTexts('models', zh, en);

/** The models of the workspace, whether the one in use is still good, and work on them. */
export default function ModelsPage() {
  const { t } = useTranslation('models');
  return (
    <Guarded permission="view_models">
      <PageTitle
        title={t('title')}
        hint={t('hint')}
        actions={
          <>
            <RollbackButton />
            <StartButtons />
          </>
        }
      />
      <Content />
    </Guarded>
  );
}

function Content() {
  const { t } = useTranslation('models');
  const query = useGet('/models');
  return (
    <div className={styles.stack}>
      <JobsPanel />
      <QueryView query={query}>
        {(models) =>
          models.items.length === 0 ? (
            <EmptyState title={t('none')} hint={t('noneHint')} />
          ) : (
            <>
              <WatchPanel />
              <ModelTable models={models} />
            </>
          )
        }
      </QueryView>
    </div>
  );
}
