import type { Warnings } from '@/api/metric';

export type Level = 'red' | 'orange' | 'yellow' | 'none';
/** The most urgent first. */
export const LEVELS: readonly Level[] = ['red', 'orange', 'yellow', 'none'];

export interface LevelShare {
  level: Level;
  customers: number;
  /** Of all customers that were scored; 0 where none was. */
  share: number;
}

/** How many customers stand at which level. */
export function levelsOf(warnings: Pick<Warnings, Level>): LevelShare[] {
  const all = LEVELS.reduce((sum, level) => sum + warnings[level], 0);
  return LEVELS.map((level) => ({
    level,
    customers: warnings[level],
    share: all === 0 ? 0 : warnings[level] / all,
  }));
}
