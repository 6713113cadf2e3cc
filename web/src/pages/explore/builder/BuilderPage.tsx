import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';
import { LoadingSkeleton } from '@/components/LoadingSkeleton';
import { usePick } from '@/i18n/useLang';
import { Answer } from '../answer/Answer';
import { viewFor } from '../answer/views';
import { ExploreFrame } from '../ExploreFrame';
import styles from '../explore.module.css';
import { ReconcilePanel } from '../reconcile/ReconcilePanel';
import { WhyPanel } from '../why/WhyPanel';
import { AskPanel } from './AskPanel';
import { questionIn } from './defaults';
import { ExportMenu } from './ExportMenu';
import { SaveButtons } from './SaveButtons';
import { usePeriodClick } from './usePeriodClick';
import { useQuestion } from './useQuestion';

/** A metric by period and dimension, built step by step. */
export default function BuilderPage() {
  return (
    <ExploreFrame>
      <Builder />
    </ExploreFrame>
  );
}

function Builder() {
  const { t } = useTranslation('explore');
  const pick = usePick();
  const asked = useQuestion();
  const { search, metrics, saved, change } = asked;
  const workspace = useGet('/workspace');
  const onPeriod = usePeriodClick(asked);
  const { before, after } = search;
  const marked = useMemo(() => [before, after].filter((one) => one !== undefined), [before, after]);
  const question = questionIn(search);
  if (asked.error) return <ErrorState error={asked.error} />;
  if (!asked.ready || workspace.data === undefined) return <LoadingSkeleton rows={10} />;
  if (question === undefined) return <EmptyState title={t('builder.noMetrics')} />;
  const metric = metrics.find((one) => one.id === question.metric);
  const view = viewFor(search.view, metric?.keys ?? []);
  return (
    <div className={styles.builder}>
      <AskPanel asked={asked} metric={metric} view={view} />
      <div className={styles.answers}>
        <div className={styles.bar}>
          <p className={styles.meaning}>{metric && pick(metric.definition)}</p>
          <SaveButtons search={{ ...search, view }} saved={saved} />
          <ExportMenu question={question} />
        </div>
        <Answer
          question={question}
          view={view}
          where={search.where}
          marked={marked}
          onPeriod={metric && metric.keys.length === 0 ? onPeriod : undefined}
        />
        {metric && metric.keys.length === 0 && (
          <>
            <WhyPanel question={question} search={search} change={change} />
            <ReconcilePanel question={question} search={search} change={change} metrics={metrics} />
          </>
        )}
      </div>
    </div>
  );
}
