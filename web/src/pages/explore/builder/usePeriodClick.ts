import { useCallback } from 'react';
import type { ExploreSearch } from '../search';

/** Two clicks on periods choose the two whose difference is taken apart: the earlier one is always before. */
export function nextPair(
  pair: Pick<ExploreSearch, 'before' | 'after'>,
  clicked: string,
): Pick<ExploreSearch, 'before' | 'after'> {
  const { before, after } = pair;
  if (before === undefined || after !== undefined) return { before: clicked, after: undefined };
  if (before === clicked) return { before: undefined, after: undefined };
  return before < clicked ? { before, after: clicked } : { before: clicked, after: before };
}

/** Takes a click on a period into the address. */
export function usePeriodClick(asked: {
  search: ExploreSearch;
  change: (next: Partial<ExploreSearch>) => void;
}): (label: string) => void {
  const { search, change } = asked;
  return useCallback((label: string) => change(nextPair(search, label)), [search, change]);
}
