import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { write } from '@/api/client';
import type { ChurnRule, DefinitionTrial } from '@/api/data';
import { ChartCard } from '@/charts/ChartCard';
import { useLook } from '@/charts/useLook';
import { QueryView } from '@/components/QueryView';
import { plain } from '@/format/number';
import { day } from '@/format/time';
import { usePick } from '@/i18n/useLang';
import styles from '../data.module.css';
import { chartOf, pairs, trialRows } from './data';

/** Time without a further change after which a rule is tried. */
const SETTLED_MS = 500;

/** The churn rate under a rule beside the present one, and how many customers would be in another state. */
export function TrialView({ rule }: { rule: ChurnRule }) {
  const settled = useSettled(rule);
  const query = useQuery({
    queryKey: ['/definitions/trial', settled],
    queryFn: ({ signal }) => write('POST /definitions/trial', { rule: settled }, { signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  return (
    <div aria-busy={query.isFetching || settled !== rule} data-testid="trial-rates" className={styles.busy}>
      <QueryView query={query}>{(trial) => <Comparison trial={trial} />}</QueryView>
    </div>
  );
}

function Comparison({ trial }: { trial: DefinitionTrial }) {
  const { t } = useTranslation('data');
  const pick = usePick();
  const look = useLook();
  const { palette } = look;
  const rows = useMemo(() => pairs(trial), [trial]);
  const [current, tried] = [palette.series[1] ?? palette.muted, palette.accent];
  const words = {
    trial: t('definitions.tried'),
    current: t('definitions.present'),
    partial: look.words.partial,
  };
  const option = chartOf(rows, words, { trial: tried, current });
  const table = {
    columns: [
      { title: t('definitions.period') },
      { title: words.current, numeric: true },
      { title: t('definitions.counted'), numeric: true },
      { title: words.trial, numeric: true },
      { title: t('definitions.countedTried'), numeric: true },
    ],
    rows: trialRows(rows, look),
  };
  return (
    <div className={styles.stack}>
      <p className={styles.sentence}>{pick(trial.sentence)}</p>
      <Changed trial={trial} />
      <ChartCard
        title={t('definitions.chart')}
        caption={t('definitions.caption', { current: trial.current_id ?? '–' })}
        option={option}
        table={table}
        legend={[
          { name: words.current, color: current },
          { name: words.trial, color: tried },
        ]}
      />
    </div>
  );
}

function Changed({ trial }: { trial: DefinitionTrial }) {
  const { t } = useTranslation('data');
  const { changed } = trial;
  if (changed === null) return null;
  const figures = [
    ['changed', changed.customers],
    ['lostNow', changed.lost_only_now],
    ['activeNow', changed.lost_only_before],
    ['one', changed.counted_by_one],
    ['same', changed.active_by_both + changed.lost_by_both],
  ] as const;
  return (
    <>
      <p className={styles.note}>{t('definitions.statesOn', { day: day(changed.on) })}</p>
      <dl className={styles.figures} data-testid="changed">
        {figures.map(([id, figure]) => (
          <div key={id}>
            <dt>{t(`definitions.states.${id}`)}</dt>
            <dd className="num">{plain(figure)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** A value once it has not changed for a moment. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
