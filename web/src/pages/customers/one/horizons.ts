import type { CustomerScore } from '@/api/customers';

/** A probability up to a day ahead. */
export interface Horizon {
  days: number;
  p: number;
  /** The one that the model was trained for and the level rests on. */
  chosen: boolean;
}

/** Probabilities by days ahead, the model's own among them, in order. Horizons in periods repeat those in days and are left out. */
export function horizonsOf(score: Pick<CustomerScore, 'p_churn' | 'horizon_days' | 'by_horizon'>): Horizon[] {
  const out = new Map<number, Horizon>();
  for (const { horizon, p_churn } of score.by_horizon) {
    const days = Number(/^(\d+)d$/.exec(horizon)?.[1]);
    if (days > 0) out.set(days, { days, p: p_churn, chosen: false });
  }
  out.set(score.horizon_days, { days: score.horizon_days, p: score.p_churn, chosen: true });
  return [...out.values()].sort((a, b) => a.days - b.days);
}

/** Of a hundred such customers, how many are lost: a whole number of people. */
export function ofHundred(p: number): number {
  return Math.round(p * 100);
}
