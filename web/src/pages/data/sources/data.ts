/** Days that a source ends before another; null where it has none. */
export function lagDays(through: string | null, latest: string | null): number | null {
  if (through === null || latest === null) return null;
  return Math.max(0, Math.round((Date.parse(latest) - Date.parse(through)) / DAY_MS));
}

/** The last day of all sources. */
export function latestOf(days: readonly (string | null)[]): string | null {
  return days.reduce((latest, day) => (day !== null && (latest === null || day > latest) ? day : latest), null);
}

const DAY_MS = 86_400_000;
