import type { Check, CheckStatus } from '@/api/data';

const RANK: Record<CheckStatus, number> = { fail: 0, warn: 1, ok: 2 };

/** What does not work first; within a severity as the doctor found it. */
export function bySeverity(checks: readonly Check[]): Check[] {
  return [...checks].sort((a, b) => RANK[a.status] - RANK[b.status]);
}

/** How many findings there are of each severity. */
export function tally(checks: readonly Check[]): Record<CheckStatus, number> {
  const counts = { fail: 0, warn: 0, ok: 0 };
  for (const check of checks) counts[check.status] += 1;
  return counts;
}
