import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '@/api/models';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { Panel } from '@/components/Panel';
import { percent, plain, UNKNOWN } from '@/format/number';
import { usePick } from '@/i18n/useLang';
import { barsHeight, barsOption } from '../charts/bars';
import { segmentBars } from '../charts/tables';
import styles from '../models.module.css';
import { useLabelWidth } from '../useLabelWidth';
import { useMajorMoney } from '../useMajorMoney';
import { MigrationCard } from './MigrationCard';

/** Similar customers, what sets them apart, and who moved from which to which. */
export function SegmentsView({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  if (record.segments.length === 0)
    return (
      <Panel title={t('segments.title')}>
        <p className="muted">{t('segments.none')}</p>
      </Panel>
    );
  return (
    <>
      <ProfilesPanel record={record} />
      <ChurnCard record={record} />
      <MigrationCard model={record.id} />
    </>
  );
}

function ProfilesPanel({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  const pick = usePick();
  const money = useMajorMoney();
  const headings = ['name', 'customers', 'share', 'churn', 'mean', 'sum'] as const;
  return (
    <Panel title={t('segments.title')} hint={t('segments.hint')} flush>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('segments.title')}>
        <table className={styles.table}>
          <thead>
            <tr>
              {headings.map((name) => (
                <th key={name} scope="col" data-numeric={name !== 'name'}>
                  {t(`segments.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {record.segments.map(({ name, figures: { customers, share, churn, value } }) => (
              <tr key={name.zh}>
                <td>{pick(name)}</td>
                <td data-numeric="true">{plain(customers)}</td>
                <td data-numeric="true">{percent(share)}</td>
                <td data-numeric="true">
                  {churn ? percent(churn.rate) : UNKNOWN}
                  {churn && (
                    <span className={styles.around}>
                      {percent(churn.interval.low)} – {percent(churn.interval.high)}
                    </span>
                  )}
                </td>
                <td data-numeric="true">{money(value?.mean ?? null)}</td>
                <td data-numeric="true">{money(value?.sum ?? null)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function ChurnCard({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  const pick = usePick();
  const { palette } = useAppearance();
  const labelPx = useLabelWidth();
  const bars = useMemo(() => segmentBars(record.segments, pick), [record, pick]);
  const option = useMemo(
    () =>
      barsOption(bars, {
        measure: t('segments.churn'),
        format: (share) => percent(share),
        tick: (share) => percent(share, 0),
        palette,
        labelPx,
        twoLines: true,
      }),
    [bars, palette, t, labelPx],
  );
  const [first] = bars;
  return (
    <ChartCard
      title={t('segments.chart')}
      caption={first ? t('segments.caption', { first: first.name, rate: percent(first.value) }) : ''}
      option={option}
      height={barsHeight(bars.length)}
      table={{
        columns: [{ title: t('segments.name') }, { title: t('segments.churn'), numeric: true }],
        rows: bars.map(({ name, value, low, high }) => [
          name,
          `${percent(value)} (${percent(low)} – ${percent(high)})`,
        ]),
      }}
    />
  );
}
