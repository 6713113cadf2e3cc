import type { Compare, Grain } from '@/api/metric';
import { GRAINS } from '@/format/period';

/** What is asked of a metric; the names are those of the API and of the address. What is absent is as the server has it. */
export interface Question {
  metric?: string;
  definition?: string;
  period?: Grain;
  from?: string;
  to?: string;
  by?: string[];
  compare?: Compare[];
  /** `dimension=value`; nothing after the sign: customers for whom it is not known. */
  where?: string[];
}

const COMPARES: readonly Compare[] = ['previous', 'last_year'];
/** Dimensions that a question may be split by at once. */
export const MOST_DIMENSIONS = 3;

/** Reads a question out of anything: an address, or what was saved. What cannot be read is left out. */
export function readQuestion(from: Record<string, unknown>): Question {
  return dropAbsent({
    metric: text(from.metric),
    definition: text(from.definition),
    period: GRAINS.find((grain) => grain === from.period),
    from: text(from.from),
    to: text(from.to),
    by: texts(from.by)?.slice(0, MOST_DIMENSIONS),
    compare: texts(from.compare)?.filter((one): one is Compare => COMPARES.includes(one as Compare)),
    where: texts(from.where)?.filter((one) => one.indexOf('=') > 0),
  });
}

/** A condition as the address carries it. */
export function condition(dimension: string, value: string | null): string {
  return `${dimension}=${value ?? ''}`;
}

/** A condition taken apart. */
export function readCondition(written: string): { dimension: string; value: string | null } {
  const at = written.indexOf('=');
  return { dimension: written.slice(0, at), value: written.slice(at + 1) || null };
}

/** Sets conditions together, or takes them off where all of them stand already; a dimension has one value. */
export function toggleConditions(
  where: readonly string[],
  picked: readonly { dimension: string; value: string | null }[],
): string[] {
  const set = picked.map((one) => condition(one.dimension, one.value));
  const others = where.filter((one) => !picked.some(({ dimension }) => dimension === readCondition(one).dimension));
  return set.every((one) => where.includes(one)) ? others : [...others, ...set];
}

/** Leaves out what is absent or empty, so that the same question has one address. */
export function dropAbsent<Thing extends object>(thing: Thing): Thing {
  const kept = Object.entries(thing).filter(
    ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
  );
  return Object.fromEntries(kept) as Thing;
}

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function texts(value: unknown): string[] | undefined {
  const list = Array.isArray(value) ? value : value === undefined ? [] : [value];
  const read = list.map(text).filter((one) => one !== undefined);
  return read.length > 0 ? [...new Set(read)] : undefined;
}
