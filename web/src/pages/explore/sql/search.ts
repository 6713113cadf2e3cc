/** What the address of the SQL editor says. */
export interface SqlSearch {
  /** The query, where it is short enough for an address. */
  q?: string;
  /** The saved question that it comes from. */
  question?: string;
  view?: 'chart';
  x?: string;
  y?: string[];
  type?: 'line' | 'bar';
}

/** Characters of a query that an address may carry: longer ones are cut off by some that pass addresses on. */
const LONGEST = 1500;

/** Reads the address. */
export function readSqlSearch(search: Record<string, unknown>): SqlSearch {
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
  const names = Array.isArray(search.y) ? search.y.filter((name): name is string => typeof name === 'string') : [];
  return {
    q: text(search.q),
    question: text(search.question),
    view: search.view === 'chart' ? 'chart' : undefined,
    x: text(search.x),
    y: names.length > 0 ? names : undefined,
    type: search.type === 'bar' ? 'bar' : search.type === 'line' ? 'line' : undefined,
  };
}

/** A query as the address carries it; undefined where it is too long for one. */
export function inAddress(query: string): string | undefined {
  const text = query.trim();
  return text !== '' && encodeURIComponent(text).length <= LONGEST ? text : undefined;
}
