import type { HappeningKind } from '@/api/customers';

export const KINDS: readonly HappeningKind[] = [
  'event',
  'interaction',
  'subscription_start',
  'subscription_end',
  'response',
];

/** State of a customer's page: which kind of happening is shown, and at which day's score one looks. */
export interface OneSearch {
  kind?: HappeningKind;
  score?: string;
}

/** What an address asks for. */
export function oneSearchOf(search: Record<string, unknown>): OneSearch {
  const kind = KINDS.find((known) => known === search.kind);
  const score = typeof search.score === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(search.score) ? search.score : undefined;
  return { ...(kind && { kind }), ...(score && { score }) };
}
