import { CompassOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { DashboardItem, SavedQuestion } from '@/api/documents';
import { useGet } from '@/api/use';
import { EmptyState } from '@/components/EmptyState';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { Answer } from '../answer/Answer';
import styles from './dashboards.module.css';
import { EditTools } from './EditTools';
import { questionUnder } from './filters';
import { SqlAnswerPanel } from './SqlAnswerPanel';
import type { DashboardSearch } from './search';
import type { Draft } from './useDraft';

/** Pixels of a panel around its chart: head, caption, space. */
const AROUND_CHART = 128;
/** HTTP: deleted, or not shared. */
const NOT_THERE = 404;

interface Props {
  item: DashboardItem;
  height: number;
  draft: Draft;
  where: string[];
  search: Pick<DashboardSearch, 'definition' | 'period'>;
  onPick: (picked: { dimension: string; value: string | null }[]) => void;
}

/** One question on the dashboard. */
export function DashboardCell({ item, height, draft, ...shown }: Props) {
  const { t } = useTranslation('explore');
  const question = useGet('/questions/{id}', { path: { id: item.question_id } });
  const gone = question.error?.status === NOT_THERE;
  const title = item.title ?? question.data?.title ?? '';
  return (
    <div className={styles.cell}>
      {draft.editing && <EditTools item={item} title={title} draft={draft} />}
      {gone ? (
        <Panel>
          <EmptyState title={t('dashboards.gone')} hint={t('dashboards.goneHint')} />
        </Panel>
      ) : question.data === undefined ? (
        <Panel>
          <QueryView query={question}>{() => null}</QueryView>
        </Panel>
      ) : (
        <Shown {...shown} saved={question.data} title={title} height={height - AROUND_CHART} />
      )}
    </div>
  );
}

interface ShownProps extends Pick<Props, 'where' | 'search' | 'onPick' | 'height'> {
  saved: SavedQuestion;
  title: string;
}

function Shown({ saved, title, height, where, search, onPick }: ShownProps) {
  const { t } = useTranslation('explore');
  const { spec } = saved;
  if (spec.kind === 'sql') return <SqlAnswerPanel {...{ saved, spec, title, height, where, search, onPick }} />;
  const asked = questionUnder(spec, where, search);
  return (
    <Answer
      question={asked}
      view={spec.view.type}
      title={title}
      height={height}
      where={where}
      onPick={onPick}
      actions={
        <Link
          to="/explore"
          search={{ ...asked, view: spec.view.type, question: saved.id }}
          className={styles.open}
          aria-label={t('dashboards.open', { title })}
          title={t('dashboards.open', { title })}
        >
          <CompassOutlined />
        </Link>
      }
    />
  );
}
