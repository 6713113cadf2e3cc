import type { Grain } from '@/api/metric';
import { dropAbsent, type Question, readQuestion } from '@/question/question';

/** What the address of the Overview says. */
export interface OverviewSearch {
  definition?: string;
  period?: Grain;
  to?: string;
  where?: string[];
  /** The dimension that the change is split by. */
  split?: string;
  /** Whether those who stayed are left out of the lifecycle bars. */
  moves?: true;
}

/** Reads the address. */
export function readSearch(search: Record<string, unknown>): OverviewSearch {
  const { definition, period, to, where } = readQuestion(search);
  const split = typeof search.split === 'string' ? search.split : undefined;
  return dropAbsent({ definition, period, to, where, split, moves: search.moves === true ? true : undefined });
}

/** The same view of a metric as a question for Explore. */
export function questionOf(search: OverviewSearch, metric: string): Question {
  const { definition, period, to, where } = search;
  return dropAbsent({ metric, definition, period, to, where, compare: ['previous', 'last_year'] });
}
