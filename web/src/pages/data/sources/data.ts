/** How fresh a source is beside the freshest: days that its last fact lies behind; null where it has none. */
export function behindDays(lastFactAt: string | null, latest: string | null): number | null {
  if (lastFactAt === null || latest === null) return null;
  return Math.max(0, Math.floor((Date.parse(latest) - Date.parse(lastFactAt)) / DAY_MS));
}

/** The last fact of all sources. */
export function latestOf(facts: readonly (string | null)[]): string | null {
  return facts.reduce(
    (latest, at) => (at !== null && (latest === null || Date.parse(at) > Date.parse(latest)) ? at : latest),
    null,
  );
}

const DAY_MS = 86_400_000;
