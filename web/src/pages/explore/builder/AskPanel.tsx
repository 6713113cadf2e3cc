import { ClearOutlined } from '@ant-design/icons';
import { Button, Checkbox, Segmented, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Compare, Grain, MetricListed } from '@/api/metric';
import { usePhone } from '@/app/appearance';
import { Field } from '@/components/Field';
import { Panel } from '@/components/Panel';
import { GRAINS } from '@/format/period';
import { DefinitionChooser } from '@/question/DefinitionChooser';
import { MOST_DIMENSIONS } from '@/question/question';
import { useDimensions } from '@/question/useDimensions';
import { viewsOf } from '../answer/views';
import styles from '../explore.module.css';
import { VIEWS, type View } from '../search';
import { ConditionFields } from './ConditionFields';
import { MetricChooser } from './MetricChooser';
import { RangeFields } from './RangeFields';
import type { useQuestion } from './useQuestion';

const COMPARES: readonly Compare[] = ['previous', 'last_year'];

interface Props {
  asked: ReturnType<typeof useQuestion>;
  metric: MetricListed | undefined;
  view: View;
}

/** Things to choose from below what they are. */
function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className={styles.choice}>
      <legend>{label}</legend>
      {children}
    </fieldset>
  );
}

/** What is asked: each control changes the address. */
export function AskPanel({ asked, metric, view }: Props) {
  const { t } = useTranslation('explore');
  const phone = usePhone();
  const controls = <Controls asked={asked} metric={metric} view={view} />;
  if (!phone) return <Panel title={t('builder.title')}>{controls}</Panel>;
  return (
    <details className={styles.fold}>
      <summary>{t('builder.title')}</summary>
      {controls}
    </details>
  );
}

function Controls({ asked, metric, view }: Props) {
  const { t } = useTranslation('explore');
  const { dimensions, labelOf } = useDimensions();
  const { search, change, metrics } = asked;
  const possible = viewsOf(metric?.keys ?? []);
  const cohort = view === 'cohort';
  const grain = search.period ?? 'month';
  return (
    <div className={styles.controls}>
      <Field label={t('builder.metric')}>
        {(id) => (
          <MetricChooser
            id={id}
            metrics={metrics}
            value={search.metric}
            onChange={(next) => change({ metric: next, view: undefined, before: undefined, after: undefined })}
          />
        )}
      </Field>
      <DefinitionChooser value={search.definition} onChange={(definition) => change({ definition })} />
      <Choice label={t('builder.view')}>
        <Segmented<View>
          block
          size="small"
          value={view}
          onChange={(next) => change({ view: next })}
          options={VIEWS.map((value) => ({
            value,
            label: t(`view.${value}`),
            disabled: !possible.includes(value),
            title: possible.includes(value) ? undefined : t(`view.not.${value === 'cohort' ? 'cohort' : 'other'}`),
          }))}
        />
      </Choice>
      <Choice label={t('builder.grain')}>
        <Segmented<Grain>
          block
          size="small"
          value={grain}
          onChange={(period) => change({ period, from: undefined, to: undefined, before: undefined, after: undefined })}
          options={GRAINS.map((value) => ({ value, label: t(`grain.${value}`) }))}
        />
      </Choice>
      <RangeFields grain={grain} from={search.from} to={search.to} onChange={change} />
      <Field label={t('builder.by')}>
        {(id) => (
          <Select
            id={id}
            mode="multiple"
            maxCount={MOST_DIMENSIONS}
            value={cohort ? [] : (search.by ?? [])}
            disabled={cohort}
            placeholder={t(cohort ? 'builder.byCohort' : 'builder.byNone')}
            onChange={(by: string[]) => change({ by })}
            options={dimensions.map((one) => ({ value: one.id, label: labelOf(one.id) }))}
          />
        )}
      </Field>
      <Choice label={t('builder.compare')}>
        <Checkbox.Group<Compare>
          value={search.compare ?? []}
          disabled={cohort}
          onChange={(compare) => change({ compare })}
          options={COMPARES.map((value) => ({ value, label: t(`compare.${value}`) }))}
        />
      </Choice>
      <ConditionFields where={search.where ?? []} onChange={(where) => change({ where })} />
      <Button
        icon={<ClearOutlined />}
        onClick={() => change({ by: undefined, where: undefined, compare: undefined, from: undefined, to: undefined })}
      >
        {t('builder.clear')}
      </Button>
    </div>
  );
}
