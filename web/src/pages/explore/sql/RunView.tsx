import { ConsoleSqlOutlined } from '@ant-design/icons';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Segmented } from 'antd';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem, SqlAnswer } from '@/api/types';
import { EmptyState } from '@/components/EmptyState';
import { LoadingSkeleton } from '@/components/LoadingSkeleton';
import { Panel } from '@/components/Panel';
import { plain } from '@/format/number';
import { day } from '@/format/time';
import { usePick } from '@/i18n/useLang';
import type { Place } from './place';
import { ResultGrid } from './ResultGrid';
import styles from './sql.module.css';
import type { Run } from './useRun';

const ResultChart = lazy(() => import('./ResultChart').then((module) => ({ default: module.ResultChart })));

/** How the query goes, and its answer. */
export function RunView({ run }: { run: Run }) {
  const { t } = useTranslation('sql');
  switch (run.state) {
    case 'none':
      return <EmptyState icon={<ConsoleSqlOutlined />} title={t('none')} hint={t('noneHint')} />;
    case 'running':
      return <Running since={run.since} />;
    case 'stopped':
      return <Alert type="info" showIcon title={t('stopped')} />;
    case 'failed':
      return <Failed problem={run.problem} place={run.place} />;
    case 'done':
      return <Answer answer={run.answer} />;
  }
}

/** Time between two looks at the clock. */
const TICK_MS = 200;

function Running({ since }: { since: number }) {
  const { t } = useTranslation('sql');
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <Panel title={t('running', { s: plain((now - since) / 1000, 1) })}>
      <LoadingSkeleton rows={4} />
    </Panel>
  );
}

function Failed({ problem, place }: { problem: Problem; place: Place | null }) {
  const { t } = useTranslation('sql');
  const pick = usePick();
  const where = place && t('place', { line: place.line, column: place.column });
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      data-testid="sql-error"
      title={where ?? t('failed')}
      description={
        <>
          <p className={styles.message}>{pick(problem.problem)}</p>
          <p className="muted">{pick(problem.remedy)}</p>
        </>
      }
    />
  );
}

function Answer({ answer }: { answer: SqlAnswer }) {
  const { t } = useTranslation('sql');
  const { view } = useSearch({ from: '/shell/explore/sql' });
  const navigate = useNavigate({ from: '/explore/sql' });
  const rows = plain(answer.rows.length);
  return (
    <>
      <div className={styles.status} role="status">
        <span className="num">
          {t('answered', { rows, columns: answer.columns.length, s: plain(answer.elapsed_ms / 1000, 2) })}
        </span>
        {answer.freshness.through && (
          <span className="muted">{t('through', { day: day(answer.freshness.through) })}</span>
        )}
        {answer.freshness.restricted && <span className="muted">{t('restricted')}</span>}
        <span className={styles.space} />
        <Segmented
          size="small"
          aria-label={t('view')}
          value={view ?? 'table'}
          options={(['table', 'chart'] as const).map((value) => ({ value, label: t(`views.${value}`) }))}
          onChange={(value) =>
            void navigate({
              search: (before) => ({ ...before, view: value === 'chart' ? value : undefined }),
              replace: true,
            })
          }
        />
      </div>
      {answer.truncated && <Alert type="warning" showIcon title={t('truncated', { n: rows })} />}
      {view === 'chart' ? (
        <Suspense fallback={<LoadingSkeleton />}>
          <ResultChart answer={answer} />
        </Suspense>
      ) : (
        <ResultGrid answer={answer} />
      )}
    </>
  );
}
