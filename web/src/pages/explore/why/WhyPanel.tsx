import { Button, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Why } from '@/api/metric';
import type { Freshness } from '@/api/types';
import { useGet } from '@/api/use';
import { ChartCard } from '@/charts/ChartCard';
import { useLook } from '@/charts/useLook';
import { effectsOption, whyTable } from '@/charts/why/data';
import { mainDimension } from '@/charts/why/steps';
import { useWhyWords } from '@/charts/why/useWhyWords';
import { WaterfallCard } from '@/charts/why/WaterfallCard';
import { Field } from '@/components/Field';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { useDimensions } from '@/question/useDimensions';
import { type FullQuestion, useAnswer } from '../answer/useAnswer';
import styles from '../explore.module.css';
import type { ExploreSearch } from '../search';

/** Segments that the bars show; the table has all. */
const MOST_EFFECTS = 20;
const BAR = 26;
const AROUND = 32;

interface Props {
  question: FullQuestion;
  search: ExploreSearch;
  change: (next: Partial<ExploreSearch>) => void;
}

/** The difference between two periods taken apart: which segments, and how much was mix. */
export function WhyPanel({ question, search, change }: Props) {
  const { t } = useTranslation('explore');
  const whole = useAnswer({ ...question, by: undefined, compare: undefined }, 'line');
  const labels = useMemo(
    () => (whole.data?.rows ?? []).filter((row) => row.value !== null).map((row) => row.period.label),
    [whole.data],
  );
  const { before, after } = search;
  const options = [...labels].reverse().map((value) => ({ value, label: value }));
  const last = labels.slice(-2);
  return (
    <>
      <Panel title={t('why.title')} hint={t('why.hint')}>
        <div className={styles.pair}>
          <Field label={t('why.before')}>
            {(id) => (
              <Select
                id={id}
                allowClear
                showSearch
                value={before}
                placeholder={t('why.choose')}
                options={options.filter(({ value }) => after === undefined || value < after)}
                onChange={(next: string | undefined) => change({ before: next })}
              />
            )}
          </Field>
          <Field label={t('why.after')}>
            {(id) => (
              <Select
                id={id}
                allowClear
                showSearch
                value={after}
                placeholder={t('why.choose')}
                options={options.filter(({ value }) => before === undefined || value > before)}
                onChange={(next: string | undefined) => change({ after: next })}
              />
            )}
          </Field>
          {(before === undefined || after === undefined) && last.length === 2 && (
            <Button onClick={() => change({ before: last[0], after: last[1] })}>{t('why.last')}</Button>
          )}
        </div>
      </Panel>
      {before !== undefined && after !== undefined && <TakenApart question={question} before={before} after={after} />}
    </>
  );
}

function TakenApart({ question, before, after }: { question: FullQuestion; before: string; after: string }) {
  const { metric, definition, period, where } = question;
  const query = useGet(
    '/metrics/{id}/why',
    { path: { id: metric }, query: { definition, period, before, after, where } },
    { keep: true },
  );
  return <QueryView query={query}>{(why) => <Effects why={why} freshness={why.freshness} />}</QueryView>;
}

function Effects({ why, freshness }: { why: Why; freshness?: Freshness }) {
  const { t } = useTranslation('explore');
  const look = useLook();
  const words = useWhyWords();
  const { labelOf } = useDimensions();
  const [asked, setAsked] = useState<string>();
  const dimension = why.dimensions.find((one) => one.dim === asked) ?? mainDimension(why);
  const shown = useMemo(
    () => dimension && { ...dimension, segments: dimension.segments.slice(0, MOST_EFFECTS) },
    [dimension],
  );
  const option = useMemo(() => shown && effectsOption(shown, why, look, words), [shown, why, look, words]);
  const hidden = (dimension?.segments.length ?? 0) - (shown?.segments.length ?? 0);
  return (
    <>
      <WaterfallCard why={why} dimension={dimension?.dim} onDimension={setAsked} freshness={freshness} />
      {dimension && shown && why.metric.denominator && (
        <ChartCard
          title={t('why.effects', { dimension: labelOf(dimension.dim) })}
          caption={
            hidden > 0
              ? `${t('why.effectsHint')} ${t('answer.hidden', { shown: MOST_EFFECTS, hidden })}`
              : t('why.effectsHint')
          }
          legend={[
            { name: words.rate, color: look.palette.accent },
            { name: words.mix, color: look.palette.faint },
          ]}
          option={option}
          height={shown.segments.length * BAR + AROUND}
          table={whyTable(dimension, why, look, words)}
          freshness={freshness}
        />
      )}
    </>
  );
}
