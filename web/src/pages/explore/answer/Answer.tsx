import type { ReactNode } from 'react';
import type { MetricTable } from '@/api/metric';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { usePick } from '@/i18n/useLang';
import { useDimensions } from '@/question/useDimensions';
import { CohortCard } from '../cohort/CohortCard';
import type { View } from '../search';
import { AnswerTable } from './AnswerTable';
import { BarCard } from './BarCard';
import { GroundButton } from './GroundButton';
import { LineCard } from './LineCard';
import { type FullQuestion, useAnswer } from './useAnswer';
import { viewFor } from './views';

/** What the cards that show an answer share. */
export interface AnswerProps {
  table: MetricTable;
  title: string;
  height?: number;
  actions?: ReactNode;
  /** A bar was clicked: the conditions that its customers meet. */
  onPick?: (picked: { dimension: string; value: string | null }[]) => void;
  /** Conditions in force, as the address has them: what they name stands out. */
  where?: readonly string[];
  /** A period was clicked. */
  onPeriod?: (label: string) => void;
  /** Periods that stand out. */
  marked?: readonly string[];
}

interface Props extends Omit<AnswerProps, 'table' | 'title'> {
  question: FullQuestion;
  view?: View;
  title?: string;
}

/** Asks and shows. */
export function Answer({ question, view, title, actions, ...more }: Props) {
  const pick = usePick();
  const { labelOf } = useDimensions();
  const query = useAnswer(question, view ?? 'line');
  if (query.data === undefined)
    return (
      <Panel title={title}>
        <QueryView query={query}>{() => null}</QueryView>
      </Panel>
    );
  const table = query.data;
  const by = table.dims.map(labelOf).join(' × ');
  const name = pick(table.metric.name);
  const props = {
    ...more,
    table,
    title: title ?? (by ? `${name} · ${by}` : name),
    actions: (
      <>
        <GroundButton table={table} />
        {actions}
      </>
    ),
  };
  switch (viewFor(view, table.keys)) {
    case 'line':
      return <LineCard {...props} />;
    case 'bar':
      return <BarCard {...props} />;
    case 'cohort':
      return <CohortCard {...props} />;
    case 'table':
      return <AnswerTable {...props} />;
  }
}
