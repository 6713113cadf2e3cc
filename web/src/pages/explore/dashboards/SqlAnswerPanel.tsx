import { CompassOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { write } from '@/api/client';
import type { QuestionSpec, SavedQuestion } from '@/api/documents';
import type { ApiError } from '@/api/problem';
import type { SqlAnswer } from '@/api/types';
import { useMay } from '@/app/session';
import { DataTable } from '@/components/DataTable';
import { LoadingSkeleton } from '@/components/LoadingSkeleton';
import { NoPermission } from '@/components/NoPermission';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { day } from '@/format/time';
import { addTexts } from '@/i18n/setup';
import { en } from '@/i18n/sql.en';
import { zh } from '@/i18n/sql.zh';
import { searchOf } from '../sql/savedView';
import { useResultColumns } from '../sql/useResultColumns';
import styles from './dashboards.module.css';
import { conditionsUnder } from './filters';
import type { DashboardSearch } from './search';

addTexts('sql', zh, en);

const SqlChartCard = lazy(() => import('./SqlChartCard').then((module) => ({ default: module.SqlChartCard })));

/** Rows that are asked for. */
const LIMIT = 1000;

export interface SqlAnswerProps {
  saved: SavedQuestion;
  spec: Extract<QuestionSpec, { kind: 'sql' }>;
  title: string;
  height: number;
  where: string[];
  search: Pick<DashboardSearch, 'definition' | 'period'>;
  onPick: (picked: { dimension: string; value: string | null }[]) => void;
}

/** An SQL question on a dashboard: its rows or its chart, of the customers whom the filters choose. */
export function SqlAnswerPanel(props: SqlAnswerProps) {
  const { saved, spec, title, where } = props;
  const { t } = useTranslation('explore');
  const may = useMay('view_customers');
  const writes = useMay('run_sql');
  const { view } = spec;
  const conditions = conditionsUnder(view, where);
  const answer = useQuery<SqlAnswer, ApiError>({
    queryKey: ['POST /questions/{id}/rows', saved.id, saved.version, LIMIT, conditions],
    queryFn: ({ signal }) =>
      write('POST /questions/{id}/rows', { limit: LIMIT, where: conditions }, { signal, path: { id: saved.id } }),
    enabled: may,
  });
  const open = writes && (
    <Link
      to="/explore/sql"
      search={{ question: saved.id, ...searchOf(view) }}
      className={styles.open}
      aria-label={t('dashboards.open', { title })}
      title={t('dashboards.open', { title })}
    >
      <CompassOutlined />
    </Link>
  );
  if (!may)
    return (
      <Panel title={title}>
        <NoPermission permission="view_customers" />
      </Panel>
    );
  if (answer.data === undefined)
    return (
      <Panel title={title} actions={open}>
        <QueryView query={answer}>{() => null}</QueryView>
      </Panel>
    );
  return <Shown {...props} answer={answer.data} filtered={conditions.length > 0} actions={open} />;
}

interface ShownProps extends SqlAnswerProps {
  answer: SqlAnswer;
  /** Whether filters are in force for it. */
  filtered: boolean;
  actions: ReactNode;
}

function Shown({ answer, actions, ...props }: ShownProps) {
  const { spec, title, height, where } = props;
  const note = useNote(answer, props);
  if (searchOf(spec.view).view !== 'chart')
    return <Rows answer={answer} title={title} height={height} note={note} actions={actions} />;
  return (
    <Suspense fallback={<LoadingSkeleton />}>
      <SqlChartCard
        answer={answer}
        view={spec.view}
        title={title}
        height={height}
        where={where}
        note={note}
        actions={actions}
        onPick={props.onPick}
      />
    </Suspense>
  );
}

/** What is to be known of the rows: how far the filters reach, and whether these are all. */
function useNote(answer: SqlAnswer, { filtered, search }: Pick<ShownProps, 'filtered' | 'search'>): string {
  const { t } = useTranslation('explore');
  return [
    filtered && t('dashboards.sqlFiltered'),
    (search.definition !== undefined || search.period !== undefined) && t('dashboards.sqlPeriod'),
    answer.truncated && t('dashboards.truncated', { n: LIMIT }),
  ]
    .filter((part) => part !== false)
    .join(' ');
}

interface RowsProps {
  answer: SqlAnswer;
  title: string;
  height: number;
  note: string;
  actions: ReactNode;
}

function Rows({ answer, title, height, note, actions }: RowsProps) {
  const { t: common } = useTranslation();
  const columns = useResultColumns(answer);
  const { through } = answer.freshness;
  return (
    <Panel title={title} hint={through && common('asOf.through', { day: day(through) })} actions={actions} flush>
      <DataTable
        columns={columns}
        rows={answer.rows}
        keyOf={(_, index) => index}
        caption={title}
        height={height}
        rowHeight={32}
      />
      {note !== '' && <p className={styles.note}>{note}</p>}
    </Panel>
  );
}
