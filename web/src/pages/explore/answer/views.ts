import type { View } from '../search';

/** The key of cohorts: periods since the first one. */
const AGE = 'age';

/** Whether a metric is of cohorts by age. */
export function isCohort(keys: readonly string[]): boolean {
  return keys.includes(AGE);
}

/** The ways in which a metric can be shown, the usual one first. */
export function viewsOf(keys: readonly string[]): View[] {
  return isCohort(keys) ? ['cohort', 'table'] : ['line', 'bar', 'table'];
}

/** The way asked for, where the metric can be shown in it, else the usual one. */
export function viewFor(asked: View | undefined, keys: readonly string[]): View {
  const views = viewsOf(keys);
  return asked !== undefined && views.includes(asked) ? asked : (views[0] ?? 'table');
}
