import type { CustomerFilter, CustomerSort, Level } from '@/api/customers';

export const LEVELS: readonly Level[] = ['red', 'orange', 'yellow', 'none'];
export const SORTS: readonly CustomerSort[] = ['value_at_risk', 'p_churn', 'last_event', 'id'];
/** Columns of customers that the list is filtered by. */
export const DIMENSIONS = ['region', 'channel', 'owner'] as const;
const TEXTS = ['search', 'segment', ...DIMENSIONS, 'definition'] as const;

/** What an address asks for; what it cannot mean is left out. */
export function filterOf(search: Record<string, unknown>): CustomerFilter {
  const filter: CustomerFilter = {};
  for (const name of TEXTS) {
    const value = search[name];
    // A customer's id may look like a number: the router reads it as one.
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text === 'string' && text.trim() !== '') filter[name] = text.trim();
  }
  const level = LEVELS.find((known) => known === search.level);
  if (level) filter.level = level;
  const sort = SORTS.find((known) => known === search.sort);
  if (sort && sort !== 'value_at_risk') filter.sort = sort;
  return filter;
}

/** Whether anything is filtered; the order of rows is no filter. */
export function isFiltered({ sort: _, ...filter }: CustomerFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined);
}

/** Whether two filters ask for the same. */
export function sameFilter(a: CustomerFilter, b: CustomerFilter): boolean {
  const key = (filter: CustomerFilter) => JSON.stringify(Object.entries(filterOf({ ...filter })).sort());
  return key(a) === key(b);
}
