import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FairnessRecord, RunRecord } from '@/api/models';
import { useGet } from '@/api/use';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { Panel } from '@/components/Panel';
import { percent, plain, UNKNOWN } from '@/format/number';
import { usePick } from '@/i18n/useLang';
import { barsHeight, barsOption } from '../charts/bars';
import { fairnessBars, fairnessRows } from '../charts/tables';
import { withInterval } from '../figure';
import styles from '../models.module.css';
import { useLabelWidth } from '../useLabelWidth';

/** Whether the model is as right for one group as for another. */
export function GroupsView({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  if (record.fairness.length === 0 && record.by_group.length === 0)
    return (
      <Panel title={t('groups.title')}>
        <p className="muted">{t('groups.none')}</p>
      </Panel>
    );
  return (
    <>
      <Panel title={t('groups.title')} hint={t('groups.hint')}>
        <p>{t('groups.law')}</p>
      </Panel>
      {record.fairness.map((fairness) => (
        <FairnessCard key={fairness.dimension} fairness={fairness} />
      ))}
      <FiguresByGroup record={record} />
    </>
  );
}

/** The name of a dimension in words, where the workspace has one. */
function useDimensionName(): (id: string) => string {
  const pick = usePick();
  const { data: workspace } = useGet('/workspace');
  return (id) => pick(workspace?.dimensions.find((dimension) => dimension.id === id)?.label) || id;
}

function FairnessCard({ fairness }: { fairness: FairnessRecord }) {
  const { t } = useTranslation('model');
  const { palette } = useAppearance();
  const dimension = useDimensionName()(fairness.dimension);
  const labelPx = useLabelWidth();
  const rows = useMemo(() => fairnessRows(fairness), [fairness]);
  const all = fairness.audit.all?.outcomes?.churn.share;
  const bars = useMemo(() => fairnessBars(fairness, t('groups.expected'), (share) => percent(share)), [fairness, t]);
  const option = useMemo(
    () =>
      barsOption(bars, {
        measure: t('groups.churn'),
        format: (share) => percent(share, 0),
        palette,
        labelPx,
        ...(all !== undefined && { line: { value: all, name: t('groups.all') } }),
      }),
    [bars, palette, t, all, labelPx],
  );
  const { hidden } = fairness.audit;
  const caption = [
    t('groups.caption', { n: rows.filter((row) => row.differs).length }),
    hidden > 0 && t('groups.hiddenNote', { n: hidden }),
  ].filter(Boolean);
  return (
    <ChartCard
      title={t('groups.chart', { dimension })}
      caption={caption.join(' ')}
      option={option}
      height={barsHeight(bars.length)}
      table={{
        columns: [
          { title: dimension },
          ...(['customers', 'churn', 'expected', 'offer', 'miss'] as const).map((name) => ({
            title: t(`groups.${name}`),
            numeric: true,
          })),
          { title: t('groups.verdict') },
        ],
        rows: rows.map((row) => [
          row.group,
          row.customers === undefined ? UNKNOWN : plain(row.customers),
          percent(row.churn),
          percent(row.expected),
          percent(row.offer),
          percent(row.miss),
          t(row.hidden ? 'groups.hidden' : row.differs ? 'groups.differs' : 'groups.same'),
        ]),
      }}
    />
  );
}

function FiguresByGroup({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  const nameOf = useDimensionName();
  if (record.by_group.length === 0) return null;
  const headings = ['dimension', 'group', 'customers', 'auc', 'expected', 'churn'] as const;
  return (
    <Panel title={t('figure.title')} flush>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('figure.title')}>
        <table className={styles.table}>
          <thead>
            <tr>
              {headings.map((name, at) => (
                <th key={name} scope="col" data-numeric={at > 1}>
                  {t(`groups.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {record.by_group.map(({ dimension, group, figures }) => (
              <tr key={`${dimension} ${group}`}>
                <td>{nameOf(dimension)}</td>
                <td>{group}</td>
                <td data-numeric="true">{plain(figures.customers)}</td>
                <td data-numeric="true">{withInterval(figures.auc)}</td>
                <td data-numeric="true">{percent(figures.mean_probability)}</td>
                <td data-numeric="true">{percent(figures.rows > 0 ? figures.churned / figures.rows : null)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
