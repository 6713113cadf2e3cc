import type { DashboardSpec, QuestionSpec } from '@/api/documents';
import { condition, dropAbsent, readCondition } from '@/question/question';
import type { FullQuestion } from '../answer/useAnswer';
import { type SqlView, searchOf } from '../sql/savedView';
import type { DashboardSearch } from './search';

/** Conditions in force: those of the address, else those that were saved. */
export function whereOf(spec: DashboardSpec, search: DashboardSearch): string[] {
  if (search.where !== undefined) return search.where.filter((one) => one !== NONE);
  return spec.filters.flatMap(({ dimension, values: [value] }) =>
    value === undefined ? [] : [condition(dimension, value)],
  );
}

/** What the address says where no condition is in force although some were saved. */
const NONE = 'none=';

/** Conditions as the address carries them: none where they are what was saved anyhow. */
export function searchedWhere(spec: DashboardSpec, where: readonly string[]): string[] | undefined {
  const saved = whereOf(spec, {});
  if (same(saved, where)) return undefined;
  return where.length === 0 ? [NONE] : [...where];
}

/** Conditions as they are saved. */
export function filtersOf(where: readonly string[]): DashboardSpec['filters'] {
  return where.map(readCondition).map(({ dimension, value }) => ({ dimension, values: [value] }));
}

/**
 * A saved question under the filters of the dashboard. Bars that are split by a filtered dimension keep all their bars, so that
 * another one can be clicked: what is chosen stands out instead.
 */
export function questionUnder(
  spec: Extract<QuestionSpec, { kind: 'metric' }>,
  where: readonly string[],
  search: Pick<DashboardSearch, 'definition' | 'period'>,
): FullQuestion {
  const { metric, params, view } = spec;
  const split = view.type === 'bar' ? (params.by ?? []) : [];
  const outer = where.filter((one) => !split.includes(readCondition(one).dimension));
  const overruled = new Set(outer.map((one) => readCondition(one).dimension));
  const own = (params.where ?? []).filter((one) => !overruled.has(readCondition(one).dimension));
  const regrained = search.period !== undefined && search.period !== (params.period ?? 'month');
  return dropAbsent({
    ...params,
    metric,
    definition: search.definition ?? params.definition,
    period: search.period ?? params.period,
    from: regrained ? undefined : params.from,
    to: regrained ? undefined : params.to,
    where: [...own, ...outer],
  });
}

/** The filters of the dashboard that an SQL question is under: bars of a filtered dimension keep all their bars here too. */
export function conditionsUnder(view: SqlView | undefined, where: readonly string[]): string[] {
  const split = view?.type === 'bar' ? searchOf(view).x : undefined;
  return where.filter((one) => readCondition(one).dimension !== split);
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}
