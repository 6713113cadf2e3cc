import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartCard } from '@/charts/ChartCard';
import { periodText } from '@/charts/look';
import { trendTable } from '@/charts/trend/data';
import { useLook } from '@/charts/useLook';
import { value } from '@/format/value';
import type { AnswerProps } from './Answer';
import { MOST_BARS, periodBars, rankingBars, rankingOf } from './bars';
import { chosenOf, conditionsOf } from './chosen';
import type { Group } from './groups';
import { useCaption } from './useCaption';
import { useGroups } from './useGroups';

/** Pixels of a bar, and of what stands around the bars. */
const BAR = 26;
const LEAST_BAR = 20;
const AROUND = 32;

/** An answer as bars: by period, or, split by dimensions, its groups in the last period. */
export function BarCard(props: AnswerProps) {
  const groups = useGroups(props.table);
  const [only] = groups;
  if (groups.length > 1) return <Ranking {...props} groups={groups} />;
  return <Periods {...props} group={only} />;
}

function Periods({ table, title, height = 320, actions, onPeriod, group }: AnswerProps & { group: Group | undefined }) {
  const look = useLook();
  const caption = useCaption();
  const measure = useMemo(() => ({ unit: table.metric.unit, currency: table.currency }), [table]);
  const option = useMemo(() => group && periodBars(group, measure, look), [group, measure, look]);
  const choose = useCallback((event: { name: string }) => onPeriod?.(event.name), [onPeriod]);
  return (
    <ChartCard
      title={title}
      caption={caption(table, 1, 0)}
      option={option}
      table={trendTable(group ? [group] : [], measure, look)}
      height={height}
      freshness={table.freshness}
      actions={actions}
      onClick={onPeriod && choose}
    />
  );
}

function Ranking({ table, title, height, actions, onPick, where = [], groups }: AnswerProps & { groups: Group[] }) {
  const { t } = useTranslation('explore');
  const look = useLook();
  const measure = useMemo(() => ({ unit: table.metric.unit, currency: table.currency }), [table]);
  const last = table.rows.findLast((row) => row.value !== null)?.period;
  const ranking = useMemo(() => rankingOf(groups, last?.label ?? ''), [groups, last]);
  const most = height === undefined ? MOST_BARS : Math.max(3, Math.floor((height - AROUND) / LEAST_BAR));
  const shown = useMemo(() => ranking.slice(0, most), [ranking, most]);
  const chosen = useMemo(() => chosenOf(groups, table.dims, where), [groups, table, where]);
  const option = useMemo(() => rankingBars(shown, chosen, measure, look), [shown, chosen, measure, look]);
  const choose = useCallback(
    ({ dataIndex }: { dataIndex: number }) => {
      const group = shown[dataIndex]?.group;
      if (group) onPick?.(conditionsOf(group, table.dims));
    },
    [shown, table, onPick],
  );
  const period = last ? periodText(last.label, last.status, look) : '';
  const hidden = ranking.length - shown.length;
  const counted = t('answer.ranking', { period, n: ranking.length });
  return (
    <ChartCard
      title={title}
      caption={hidden > 0 ? `${counted} ${t('answer.hidden', { shown: shown.length, hidden })}` : counted}
      option={option}
      height={height ?? Math.max(160, shown.length * BAR + AROUND)}
      table={{
        columns: [{ title: t('answer.group') }, { title: period, numeric: true }],
        rows: ranking.map(({ group, point }) => [
          group.name,
          value(point.value, measure.unit, look.style, measure.currency),
        ]),
      }}
      freshness={table.freshness}
      actions={actions}
      onClick={onPick && choose}
    />
  );
}
