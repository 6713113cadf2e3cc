import type { Why, WhyDimension, WhySegment } from '@/api/metric';
import { mayBeChance } from './chance';

/** A step on the way from the earlier value to the later one. */
export interface Step {
  kind: 'segment' | 'rest' | 'mix' | 'total';
  /** The segment; null: not known. Only of a segment. */
  segment: string | null;
  /** Segments in it. */
  count: number;
  from: number;
  to: number;
}

/** Segments that stand on their own; the others are one step. */
const SHOWN = 8;

/**
 * The way from the earlier value to the later one by what segments' own values did (the largest first), what the shift of customers
 * between segments did (mix), and both. The steps add up to the change.
 */
export function stepsOf(why: Why, dimension: WhyDimension): Step[] {
  const ordered = [...dimension.segments].sort((a, b) => Math.abs(b.rate) - Math.abs(a.rate));
  const shown = ordered.length > SHOWN + 1 ? ordered.slice(0, SHOWN) : ordered;
  const rest = ordered.slice(shown.length);
  let at = 0;
  const step = (kind: Step['kind'], segment: string | null, count: number, effect: number): Step => {
    const from = at;
    at += effect;
    return { kind, segment, count, from, to: at };
  };
  const steps = shown.map((one) => step('segment', one.segment, 1, one.rate));
  const last = rest.reduce((sum, one) => sum + one.rate, 0);
  if (rest.length > 0) steps.push(step('rest', null, rest.length, last));
  if (why.metric.denominator !== null) steps.push(step('mix', null, dimension.segments.length, dimension.mix));
  return [
    ...steps,
    { kind: 'total', segment: null, count: dimension.segments.length, from: 0, to: why.change.absolute },
  ];
}

/** What there is to say about a change. */
export interface Story {
  direction: 'up' | 'down' | 'same';
  /** The segment that moved it most by its own value; absent where there is none. */
  leader?: WhySegment;
  /** Whether the leader's effect may be chance, being the largest of so many. */
  chance: boolean;
  /** The effect of mix. */
  mix: number;
  /** Part of the change that is mix; null where nothing changed. */
  mixPart: number | null;
}

/** Part of a change below which the shift between segments is called no matter. */
export const SMALL_MIX = 0.1;

/** Which segment moved a change, whether that may be chance, and how much of it was mix. */
export function storyOf(why: Why, dimension: WhyDimension): Story {
  const change = why.change.absolute;
  const along = dimension.segments.filter((one) => one.rate * change > 0);
  const leader = along.reduce<WhySegment | undefined>(
    (best, one) => (best === undefined || Math.abs(one.rate) > Math.abs(best.rate) ? one : best),
    undefined,
  );
  return {
    direction: change > 0 ? 'up' : change < 0 ? 'down' : 'same',
    leader,
    chance: leader !== undefined && mayBeChance(leader, dimension.segments.length),
    mix: dimension.mix,
    mixPart: change === 0 ? null : dimension.mix / change,
  };
}

/** The dimension to show first: the first with a segment whose own change is more than chance, else the one that explains most. */
export function mainDimension(why: Why): WhyDimension | undefined {
  const telling = why.dimensions.find((one) => {
    const { leader, chance } = storyOf(why, one);
    return leader !== undefined && leader.rate_interval !== null && !chance;
  });
  return telling ?? why.dimensions[0];
}
