import type { CustomerFilter, CustomerSort, CustomerStatus, Level } from '@/api/customers';

export const LEVELS: readonly Level[] = ['red', 'orange', 'yellow', 'none'];
export const STATUSES: readonly CustomerStatus[] = ['active', 'lost', 'not_yet'];
export const SORTS: readonly CustomerSort[] = ['value_at_risk', 'p_churn', 'last_event', 'id'];
/** Columns of customers that the list is filtered by: the name in a filter, and the dimension. `segment` alone means the model's. */
export const DIMENSIONS = [
  ['region', 'region'],
  ['channel', 'channel'],
  ['owner', 'owner'],
  ['customer_segment', 'segment'],
] as const;
const TEXTS = ['search', 'definition'] as const;
const LISTS = ['segment', ...DIMENSIONS.map(([name]) => name)] as const;

/** What an address, or a saved filter, asks for; what it cannot mean is left out. */
export function filterOf(search: Record<string, unknown>): CustomerFilter {
  const filter: CustomerFilter = {};
  for (const name of TEXTS) {
    const [text] = textsOf(search[name]);
    if (text !== undefined) filter[name] = text;
  }
  for (const name of LISTS) {
    const texts = textsOf(search[name]);
    if (texts.length > 0) filter[name] = texts;
  }
  const levels = LEVELS.filter((level) => textsOf(search.level).includes(level));
  if (levels.length > 0) filter.level = levels;
  const statuses = STATUSES.filter((status) => textsOf(search.status).includes(status));
  if (statuses.length > 0) filter.status = statuses;
  const sort = SORTS.find((known) => known === search.sort);
  if (sort && sort !== 'value_at_risk') filter.sort = sort;
  return filter;
}

/** One value or several, as texts. A customer's id may look like a number: the router reads it as one. */
function textsOf(value: unknown): string[] {
  const texts = (Array.isArray(value) ? value : [value])
    .map((one) => (typeof one === 'number' ? String(one) : one))
    .filter((one): one is string => typeof one === 'string' && one.trim() !== '');
  return [...new Set(texts.map((text) => text.trim()))];
}

/** Whether anything is filtered; the order of rows is no filter. */
export function isFiltered({ sort: _, ...filter }: CustomerFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/** Whether two filters ask for the same. */
export function sameFilter(a: CustomerFilter, b: CustomerFilter): boolean {
  return filterKey(a) === filterKey(b);
}

/** The same text for filters that ask for the same in the same order. */
export function filterKey(filter: CustomerFilter): string {
  const parts = Object.entries(filterOf({ ...filter })).map(([name, value]) => [
    name,
    Array.isArray(value) ? [...value].sort() : value,
  ]);
  return JSON.stringify(parts.sort());
}

/** A list with a value taken out, or put in where it was not; undefined where nothing is left. */
export function toggled<Value>(list: readonly Value[] | undefined, value: Value): Value[] | undefined {
  const next = list?.includes(value) ? list.filter((one) => one !== value) : [...(list ?? []), value];
  return next.length > 0 ? next : undefined;
}
