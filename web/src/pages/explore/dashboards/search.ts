import type { Grain } from '@/api/metric';
import { dropAbsent, readQuestion } from '@/question/question';

/** What the address of a dashboard says; it goes before what was saved. */
export interface DashboardSearch {
  definition?: string;
  period?: Grain;
  where?: string[];
  edit?: true;
}

/** Reads the address. */
export function readDashboardSearch(search: Record<string, unknown>): DashboardSearch {
  const { definition, period, where } = readQuestion(search);
  return dropAbsent({ definition, period, where, edit: search.edit === true ? true : undefined });
}
