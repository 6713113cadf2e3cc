import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Workspace } from '@/api/types';
import { useGet } from '@/api/use';
import { Guarded } from '@/components/NoPermission';
import { PageTitle } from '@/components/PageTitle';
import { QueryView } from '@/components/QueryView';
import { en } from '@/i18n/overview.en';
import { zh } from '@/i18n/overview.zh';
import { addTexts } from '@/i18n/setup';
import { Figures } from './Figures';
import { FirstRun } from './FirstRun';
import { OverviewHead } from './OverviewHead';

addTexts('overview', zh, en);

/** Answers of a server whose folder holds nothing yet. */
const NOTHING_YET = new Set(['no-workspace', 'no-data', 'no-churn-definition']);

/** How things stand, in ten seconds. */
export default function OverviewPage() {
  const { t } = useTranslation('overview');
  const workspace = useGet('/workspace');
  return (
    <Guarded permission="view_metrics">
      {NOTHING_YET.has(workspace.error?.code ?? '') || workspace.data?.has_data === false ? (
        <>
          <PageTitle title={t('title')} />
          <FirstRun />
        </>
      ) : (
        <QueryView query={workspace}>{(data) => <WithData workspace={data} />}</QueryView>
      )}
    </Guarded>
  );
}

function WithData({ workspace }: { workspace: Workspace }) {
  const search = useSearch({ from: '/shell/overview' });
  const { definition, period = 'month', to, where } = search;
  const overview = useGet('/overview', { query: { definition, period, to, where } }, { keep: true });
  return (
    <>
      <OverviewHead workspace={workspace} overview={overview.data} />
      <QueryView query={overview} rows={12}>
        {(data) => <Figures overview={data} workspace={workspace} busy={overview.isPlaceholderData} />}
      </QueryView>
    </>
  );
}
