import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRecord, Watched } from '@/api/models';
import { useGet } from '@/api/use';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { percent, plain } from '@/format/number';
import { day } from '@/format/time';
import { usePick } from '@/i18n/useLang';
import { barsHeight, barsOption } from '../charts/bars';
import { driftBars } from '../charts/tables';
import { WatchPanel } from '../list/WatchPanel';
import { useLabelWidth } from '../useLabelWidth';

/** Columns that the chart shows; the table has all. */
const SHOWN = 25;
/** From here on a stability index is called moderate. */
const MODERATE = 0.1;

/** What has changed since training. */
export function DriftView({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  const query = useGet('/models/watch');
  return (
    <QueryView query={query}>
      {(watch) =>
        watch?.model_id === record.id ? (
          <>
            <WatchPanel here />
            <DriftCard record={record} watched={watch} />
          </>
        ) : (
          <Panel title={t('drift.title')}>
            <p className="muted">{t('drift.none')}</p>
          </Panel>
        )
      }
    </QueryView>
  );
}

function DriftCard({ record, watched }: { record: RunRecord; watched: Watched }) {
  const { t } = useTranslation('model');
  const pick = usePick();
  const { palette } = useAppearance();
  const labels = useMemo(() => new Map(record.features.map(({ name, label }) => [name, label])), [record]);
  const label = useCallback(
    (column: string) => (column === 'p_churn' ? t('drift.score') : pick(labels.get(column)) || column),
    [labels, pick, t],
  );
  const labelPx = useLabelWidth();
  const bars = useMemo(() => driftBars(watched.drift, label, SHOWN), [watched, label]);
  const option = useMemo(
    () =>
      barsOption(bars, {
        measure: t('drift.psi'),
        format: (value) => plain(value, 2),
        palette,
        labelPx,
        line: { value: MODERATE, name: t('drift.limit') },
      }),
    [bars, palette, t, labelPx],
  );
  const moved = (shares: { reference: number; now: number }) => `${percent(shares.reference)} → ${percent(shares.now)}`;
  return (
    <ChartCard
      title={t('drift.chart')}
      caption={t('drift.caption', {
        day: day(watched.as_of),
        n: watched.drift.length,
        flagged: watched.drift.filter((column) => column.flagged).length,
      })}
      option={option}
      height={barsHeight(bars.length)}
      table={{
        columns: [
          { title: t('drift.column') },
          { title: t('drift.psi'), numeric: true },
          { title: t('drift.q'), numeric: true },
          { title: t('drift.magnitude') },
          { title: t('drift.flagged') },
          { title: t('drift.missing'), numeric: true },
          { title: t('drift.unseen'), numeric: true },
        ],
        rows: watched.drift.map(({ column, comparison, q_value, magnitude, flagged }) => [
          label(column),
          plain(comparison.psi.excess, 3),
          plain(q_value, 3),
          t(`drift.size.${magnitude}`),
          t(flagged ? 'drift.yes' : 'drift.no'),
          moved(comparison.missing),
          moved(comparison.unseen),
        ]),
      }}
    />
  );
}
