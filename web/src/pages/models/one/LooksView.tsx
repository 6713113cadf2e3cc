import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '@/api/models';
import { useGet } from '@/api/use';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { plain } from '@/format/number';
import { usePick } from '@/i18n/useLang';
import { barsHeight, barsOption } from '../charts/bars';
import { importanceBars } from '../charts/tables';
import styles from '../models.module.css';
import { useLabelWidth } from '../useLabelWidth';
import { ScorecardPanel } from './ScorecardPanel';
import { ShapesPanel } from './ShapesPanel';

/** Columns that the chart shows; the table has all. */
const SHOWN = 20;

/** What the model looks at, and what each value does. */
export function LooksView({ record }: { record: RunRecord }) {
  const shapes = useGet('/models/{id}/shapes', { path: { id: record.id } });
  return (
    <>
      <Leaks record={record} />
      <ImportanceCard record={record} />
      <QueryView query={shapes}>
        {(found) => (
          <>
            <ShapesPanel shapes={found} />
            <ScorecardPanel lines={found.parts.flatMap((part) => part.card)} />
          </>
        )}
      </QueryView>
    </>
  );
}

function ImportanceCard({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  const pick = usePick();
  const { palette } = useAppearance();
  const labelPx = useLabelWidth();
  const bars = useMemo(() => importanceBars(record.features, pick, SHOWN), [record, pick]);
  const option = useMemo(
    () => barsOption(bars, { measure: t('looks.importance'), format: (value) => plain(value, 2), palette, labelPx }),
    [bars, palette, t, labelPx],
  );
  const first = bars
    .slice(0, 3)
    .map((bar) => bar.name)
    .join(t('list.comma', { ns: 'common' }));
  return (
    <ChartCard
      title={t('looks.title')}
      caption={t('looks.caption', { first })}
      option={option}
      height={barsHeight(bars.length)}
      table={{
        columns: [{ title: t('looks.title') }, { title: 'id' }, { title: t('looks.importance'), numeric: true }],
        rows: record.features.map(({ label, name, importance }) => [pick(label), name, plain(importance, 4)]),
      }}
    />
  );
}

function Leaks({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  if (record.suspicious.length === 0) return null;
  return (
    <Panel>
      <ul className={styles.list}>
        {record.suspicious.map(({ column, auc, left_out }) => (
          <li key={column}>
            {t('looks.leak', { column, auc: plain(auc, 3) })}
            {t(left_out ? 'looks.leftOut' : 'looks.kept')}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
