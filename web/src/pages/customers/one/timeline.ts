import type { Happening } from '@/api/customers';
import { daysBetween } from './days';

/** A line of the timeline. */
export type Line =
  | { type: 'month'; month: string; count: number }
  | { type: 'happening'; happening: Happening }
  | { type: 'silence'; days: number; from: string; to: string; open: boolean };

/** A gap is silence when it is longer than this many usual ones … */
const USUAL_TIMES = 3;
/** … and at least so many days. */
const LEAST_DAYS = 14;

/** The usual number of days between two days with something: the median; undefined with fewer than three days. */
export function usualGap(items: readonly Happening[]): number | undefined {
  const gaps: number[] = [];
  for (let at = 1; at < items.length; at++) {
    const gap = daysBetween(dayAt(items, at), dayAt(items, at - 1));
    if (gap > 0) gaps.push(gap);
  }
  if (gaps.length < 2) return undefined;
  gaps.sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)];
}

/** Days from which a gap counts as silence. */
export function silenceFrom(items: readonly Happening[]): number {
  return Math.max(LEAST_DAYS, USUAL_TIMES * (usualGap(items) ?? 0) + 1);
}

/** Lines, the latest first: a heading for each month, and silence where nothing happened for unusually long, up to the day `through`. */
export function linesOf(items: readonly Happening[], through: string | null): Line[] {
  const lines: Line[] = [];
  const least = silenceFrom(items);
  const counts = countByMonth(items);
  let later = through;
  let month = '';
  items.forEach((happening, at) => {
    const days = later === null ? 0 : daysBetween(happening.on, later);
    if (later !== null && days >= least)
      lines.push({ type: 'silence', days, from: happening.on, to: later, open: at === 0 });
    if (monthOf(happening) !== month) {
      month = monthOf(happening);
      lines.push({ type: 'month', month, count: counts.get(month) ?? 0 });
    }
    lines.push({ type: 'happening', happening });
    later = happening.on;
  });
  return lines;
}

/** Height of a line: silence is longer the longer it was, within bounds. */
export function heightOf(line: Line): number {
  if (line.type === 'month') return 34;
  if (line.type === 'silence') return Math.min(120, 32 + Math.sqrt(line.days) * 5);
  return 54;
}

function monthOf(happening: Happening): string {
  return happening.on.slice(0, 7);
}

function countByMonth(items: readonly Happening[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(monthOf(item), (counts.get(monthOf(item)) ?? 0) + 1);
  return counts;
}

function dayAt(items: readonly Happening[], at: number): string {
  return items[at]?.on ?? '';
}
