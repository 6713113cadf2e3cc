import type { WhySegment } from '@/api/metric';

/** Two-sided chance of an error that a statement about all segments together may have. */
const ERROR = 0.05;

/**
 * Whether a segment's own effect may be chance. It was picked out of many segments, the largest of which is often beyond its own
 * 95 % interval by chance alone: the interval is widened to the level `ERROR` ÷ segments (Bonferroni), taken as that of a normal
 * distribution around its effect.
 */
export function mayBeChance(segment: WhySegment, segments: number): boolean {
  const { rate, rate_interval: interval } = segment;
  if (interval === null) return false;
  const wider = quantile(1 - ERROR / 2 / Math.max(1, segments)) / quantile(1 - ERROR / 2);
  return rate - (rate - interval.low) * wider <= 0 && rate + (interval.high - rate) * wider >= 0;
}

/**
 * Quantile of the standard normal distribution for p above one half, to 4.5e-4 (Abramowitz and Stegun, Handbook of Mathematical
 * Functions, 26.2.23).
 */
export function quantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(1 - p));
  const above = 2.515517 + 0.802853 * t + 0.010328 * t ** 2;
  const below = 1 + 1.432788 * t + 0.189269 * t ** 2 + 0.001308 * t ** 3;
  return t - above / below;
}
