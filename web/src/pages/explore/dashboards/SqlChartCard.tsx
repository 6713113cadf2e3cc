import { type ReactNode, useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SqlAnswer } from '@/api/types';
import { useGet } from '@/api/use';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { plain } from '@/format/number';
import { condition } from '@/question/question';
import { axesOf, chartOf, MOST_POINTS, tableOf, valueAt } from '../sql/data';
import { type SqlView, searchOf } from '../sql/savedView';

interface Props {
  answer: SqlAnswer;
  view: SqlView | undefined;
  title: string;
  height: number;
  where: string[];
  note: string;
  actions: ReactNode;
  onPick: (picked: { dimension: string; value: string | null }[]) => void;
}

/** An answer as the chart that was saved. Bars of a dimension set the filter of the dashboard when they are clicked. */
export function SqlChartCard({ answer, view, title, height, where, note, actions, onPick }: Props) {
  const { t } = useTranslation('sql');
  const { palette } = useAppearance();
  const { data: workspace } = useGet('/workspace');
  const axes = useMemo(() => axesOf(answer, searchOf(view)), [answer, view]);
  const dimension = axes?.type === 'bar' && workspace?.dimensions.some((one) => one.id === axes.x) ? axes.x : undefined;
  const option = useMemo(() => {
    if (axes === null) return undefined;
    const chosen = where.filter((one) => dimension !== undefined && one.startsWith(`${dimension}=`));
    const stands = (row: number) =>
      chosen.length === 0 || chosen.includes(condition(dimension ?? '', valueAt(answer, row, axes.x)));
    return chartOf(answer, axes, palette.series, stands);
  }, [answer, axes, palette, where, dimension]);
  const choose = useCallback(
    ({ dataIndex }: { dataIndex: number }) => {
      if (dimension !== undefined) onPick([{ dimension, value: valueAt(answer, dataIndex, dimension) }]);
    },
    [answer, dimension, onPick],
  );
  const rows = answer.rows.length;
  const counted = rows > MOST_POINTS ? t('points', { n: plain(MOST_POINTS) }) : t('caption', { n: plain(rows) });
  return (
    <ChartCard
      title={title}
      caption={`${counted} ${note}`.trim()}
      option={option}
      table={tableOf(answer)}
      freshness={answer.freshness}
      legend={
        axes !== null && axes.y.length > 1
          ? axes.y.map((name, index) => ({ name, color: palette.series[index] ?? palette.accent }))
          : undefined
      }
      height={height}
      actions={actions}
      onClick={dimension === undefined ? undefined : choose}
    />
  );
}
