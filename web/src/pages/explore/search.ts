import { dropAbsent, type Question, readQuestion } from '@/question/question';

/** Ways of showing an answer. */
export type View = 'line' | 'bar' | 'table' | 'cohort';
export const VIEWS: readonly View[] = ['line', 'bar', 'table', 'cohort'];

/** What the address of Explore says. */
export interface ExploreSearch extends Question {
  view?: View;
  /** Two periods whose difference is taken apart. */
  before?: string;
  after?: string;
  /** Another way of counting, to be reconciled with the question's. */
  other_metric?: string;
  other_definition?: string;
  /** The saved question that this one began as. */
  question?: string;
}

/** Reads the address. */
export function readSearch(search: Record<string, unknown>): ExploreSearch {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const label = (value: unknown) => (typeof value === 'number' ? String(value) : text(value));
  return dropAbsent({
    ...readQuestion(search),
    view: VIEWS.find((view) => view === search.view),
    before: label(search.before),
    after: label(search.after),
    other_metric: text(search.other_metric),
    other_definition: text(search.other_definition),
    question: text(search.question),
  });
}
