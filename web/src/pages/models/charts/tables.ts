import type { ColumnDrift, FairnessRecord, FeatureRecord, RuleRecord, SegmentRecord } from '@/api/models';
import type { Bilingual } from '@/api/types';
import type { Bar } from './bars';

/** Figures of a rule on customers that it was not found on. */
export interface RuleRow {
  text: string;
  /** Share of all customers to whom it applies. */
  support: number;
  customers: number;
  /** Churn rate of those to whom it applies. */
  confidence: number;
  low: number;
  high: number;
  /** Their churn rate ÷ that of all. */
  lift: number;
  liftFound: number;
  /** Main currency unit. */
  value: number | null;
  valueAtRisk: number | null;
  q: number;
}

/** Rules by lift on later customers. */
export function ruleRows(rules: readonly RuleRecord[], pick: (text: Bilingual) => string): RuleRow[] {
  return rules
    .map(({ text, found, validated, q_value }) => ({
      text: pick(text),
      support: ratio(validated.customers, validated.all_customers),
      customers: validated.customers,
      confidence: ratio(validated.churned, validated.customers),
      low: validated.interval.low,
      high: validated.interval.high,
      lift: liftOf(validated),
      liftFound: liftOf(found),
      value: validated.value,
      valueAtRisk: validated.value_at_risk,
      q: q_value,
    }))
    .sort((a, b) => b.lift - a.lift);
}

function liftOf({ customers, churned, all_customers, all_churned }: RuleRecord['found']): number {
  return ratio(ratio(churned, customers), ratio(all_churned, all_customers));
}

function ratio(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

/** What the model looks at most, as bars. */
export function importanceBars(
  features: readonly FeatureRecord[],
  pick: (text: Bilingual) => string,
  most: number,
): Bar[] {
  return features
    .toSorted((a, b) => b.importance - a.importance)
    .slice(0, most)
    .map(({ label, name, importance }) => ({ name: pick(label) || name, value: importance }));
}

/** Churn rates of segments with their intervals, the highest first. */
export function segmentBars(segments: readonly SegmentRecord[], pick: (text: Bilingual) => string): Bar[] {
  return segments
    .flatMap(({ name, figures: { churn } }): Bar[] =>
      churn ? [{ name: pick(name), value: churn.rate, low: churn.interval.low, high: churn.interval.high }] : [],
    )
    .sort((a, b) => b.value - a.value);
}

/** Stability indices, those that moved most first; only columns that drift are strong. */
export function driftBars(drift: readonly ColumnDrift[], label: (column: string) => string, most: number): Bar[] {
  return drift
    .toSorted((a, b) => Number(b.flagged) - Number(a.flagged) || b.comparison.psi.excess - a.comparison.psi.excess)
    .slice(0, most)
    .map(({ column, comparison, flagged }) => ({ name: label(column), value: comparison.psi.excess, strong: flagged }));
}

/** A group beside the others; figures are undefined where it is too small to be shown. */
export interface FairnessRow {
  group: string;
  customers: number | undefined;
  churn: number | undefined;
  expected: number | undefined;
  offer: number | undefined;
  miss: number | undefined;
  /** Whether one of the differences from the rest is more than chance. */
  differs: boolean;
  hidden: boolean;
}

/** q-value below which a difference is more than chance. */
const LEVEL = 0.05;

/** Groups of a dimension, the largest first and the hidden ones last. */
export function fairnessRows({ groups, audit }: FairnessRecord): FairnessRow[] {
  return groups
    .map((group, at) => {
      const found = audit.groups[at] ?? null;
      const contrasts = [
        found?.offer_against_rest,
        found?.outcomes?.miscalibration,
        found?.outcomes?.miss_against_rest,
      ];
      return {
        group,
        customers: found?.customers,
        churn: found?.outcomes?.churn.share,
        expected: found?.mean_score,
        offer: found?.offer.share,
        miss: found?.outcomes?.miss.share,
        differs: contrasts.some((contrast) => contrast != null && contrast.q_value < LEVEL),
        hidden: found === null,
      };
    })
    .sort((a, b) => (b.customers ?? 0) - (a.customers ?? 0));
}

/** Observed churn of groups with intervals, and the expected one in the tooltip. */
export function fairnessBars(
  { groups, audit }: FairnessRecord,
  expected: string,
  format: (share: number) => string,
): Bar[] {
  return groups
    .flatMap((name, at): Bar[] => {
      const found = audit.groups[at];
      if (!found?.outcomes) return [];
      const { share, interval } = found.outcomes.churn;
      return [
        { name, value: share, low: interval.low, high: interval.high, more: [[expected, format(found.mean_score)]] },
      ];
    })
    .sort((a, b) => b.value - a.value);
}
