/** A query that was run. */
export interface Ran {
  query: string;
  /** When, milliseconds since 1970. */
  at: number;
  /** Rows of its answer; null: it failed or was stopped. */
  rows: number | null;
}

/** Queries that are remembered. */
const MOST = 50;
const KEPT = 'holdfast.sql.history';

/** The history after a run: the latest first, the same query once. */
export function remember(history: readonly Ran[], ran: Ran): Ran[] {
  return [ran, ...history.filter((other) => other.query !== ran.query)].slice(0, MOST);
}

/** What was run since the browser's tab was opened: queries may hold what is nobody else's, so nothing outlives it. */
export function readHistory(storage: Pick<Storage, 'getItem'>): Ran[] {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEPT) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isRan) : [];
  } catch {
    return [];
  }
}

/** Keeps it; a storage that is full keeps what it has. */
export function keepHistory(storage: Pick<Storage, 'setItem'>, history: readonly Ran[]): void {
  try {
    storage.setItem(KEPT, JSON.stringify(history));
  } catch {
    return;
  }
}

function isRan(value: unknown): value is Ran {
  return typeof value === 'object' && value !== null && typeof (value as Ran).query === 'string';
}
