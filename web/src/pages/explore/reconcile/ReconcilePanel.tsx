import { Alert, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MetricListed } from '@/api/metric';
import { useGet } from '@/api/use';
import { Field } from '@/components/Field';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { usePick } from '@/i18n/useLang';
import { type FullQuestion, useAnswer } from '../answer/useAnswer';
import { MetricChooser } from '../builder/MetricChooser';
import styles from '../explore.module.css';
import type { ExploreSearch } from '../search';
import { Reconciled } from './Reconciled';

/** Customers that are named at most. */
const LIMIT = 200;

interface Props {
  question: FullQuestion;
  search: ExploreSearch;
  change: (next: Partial<ExploreSearch>) => void;
  metrics: readonly MetricListed[];
}

/** Two ways of counting one period, down to the customers who make the difference. */
export function ReconcilePanel({ question, search, change, metrics }: Props) {
  const { t } = useTranslation('explore');
  const pick = usePick();
  const { data: workspace } = useGet('/workspace');
  const { other_metric, other_definition } = search;
  const others = (workspace?.definitions ?? []).filter((one) =>
    question.definition === undefined ? !one.default : one.id !== question.definition,
  );
  const asked = other_metric !== undefined || other_definition !== undefined;
  const filtered = (question.where?.length ?? 0) > 0;
  return (
    <Panel title={t('reconcile.title')} hint={t('reconcile.hint')}>
      <div className={styles.pair}>
        <Field label={t('reconcile.metric')}>
          {(id) => (
            <MetricChooser
              id={id}
              metrics={metrics.filter((one) => one.id !== question.metric && one.keys.length === 0)}
              value={other_metric}
              placeholder={t('reconcile.same')}
              onChange={(next) => change({ other_metric: next })}
              onClear={() => change({ other_metric: undefined })}
            />
          )}
        </Field>
        <Field label={t('reconcile.definition')}>
          {(id) => (
            <Select
              id={id}
              allowClear
              value={other_definition}
              placeholder={t(others.length > 0 ? 'reconcile.same' : 'reconcile.onlyOne')}
              disabled={others.length === 0}
              onChange={(next: string | undefined) => change({ other_definition: next })}
              options={others.map((one) => ({ value: one.id, label: pick(one.sentence) }))}
            />
          )}
        </Field>
      </div>
      {asked && filtered && <Alert className={styles.whole} type="warning" showIcon title={t('reconcile.whole')} />}
      {asked && <Compared question={question} search={search} />}
    </Panel>
  );
}

function Compared({ question, search }: { question: FullQuestion; search: ExploreSearch }) {
  const whole = useAnswer({ ...question, by: undefined, compare: undefined, where: undefined }, 'line');
  const last = whole.data?.rows.findLast((row) => row.value !== null)?.period.label;
  const of = search.after ?? last;
  const { metric, definition, period = 'month' } = question;
  const { other_metric, other_definition } = search;
  const query = useGet(
    '/metrics/{id}/reconciliation',
    { path: { id: metric }, query: { definition, period, of, other_metric, other_definition, limit: LIMIT } },
    { enabled: of !== undefined },
  );
  return <QueryView query={query}>{(table) => <Reconciled table={table} />}</QueryView>;
}
