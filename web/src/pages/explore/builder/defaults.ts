import type { SavedQuestion } from '@/api/documents';
import type { MetricListed } from '@/api/metric';
import { dropAbsent } from '@/question/question';
import type { FullQuestion } from '../answer/useAnswer';
import type { ExploreSearch } from '../search';

/** The metric that is shown before one is chosen. */
const FIRST_METRIC = 'churn_rate_start';

/** What the address means: with nothing but the id of a saved question it is that question. */
export function meant(
  search: ExploreSearch,
  saved: SavedQuestion | undefined,
  metrics: readonly MetricListed[],
): ExploreSearch {
  if (search.metric !== undefined) return search;
  if (saved?.spec.kind === 'metric') {
    const { metric, params, view } = saved.spec;
    return dropAbsent({ ...params, metric, view: view.type, ...search });
  }
  const first = metrics.find((one) => one.id === FIRST_METRIC) ?? metrics[0];
  return dropAbsent({ ...search, metric: first?.id });
}

/** The question in an address, without how it is looked at. */
export function questionIn(search: ExploreSearch): FullQuestion | undefined {
  const { metric, definition, period, from, to, by, compare, where } = search;
  if (metric === undefined) return undefined;
  return dropAbsent({ metric, definition, period, from, to, by, compare, where });
}

/** Whether a question is no longer what was saved. */
export function isChanged(search: ExploreSearch, saved: SavedQuestion): boolean {
  if (saved.spec.kind !== 'metric') return true;
  const { metric, params, view } = saved.spec;
  const before = { ...dropAbsent({ ...params, metric }), view: view.type };
  const now = { ...questionIn(search), view: search.view ?? view.type };
  return canonical(before) !== canonical(now);
}

function canonical(thing: object): string {
  return JSON.stringify(Object.entries(thing).sort(([a], [b]) => (a < b ? -1 : 1)));
}
