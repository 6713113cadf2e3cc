import type { Bilingual, Freshness } from './types';

/** How much of a period the data cover. */
export type PeriodStatus = 'complete' | 'partial' | 'not_due' | 'before_data';
export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year';
export type Unit = 'rate' | 'customers' | 'money' | 'days' | 'hours' | 'count' | 'score' | 'ratio';
export type Direction = 'higher_is_better' | 'lower_is_better' | 'neutral';
export type Additivity = 'additive' | 'semi_additive' | 'ratio' | 'none';
export type Compare = 'previous' | 'last_year';

export interface Interval {
  low: number;
  high: number;
}

export interface MetricHead {
  id: string;
  version: number;
  name: Bilingual;
  unit: Unit;
  /** What numerator and denominator are both measured in, where the unit does not say: a ratio of money. */
  parts: Unit | null;
  definition: Bilingual;
  numerator: Bilingual;
  denominator: Bilingual | null;
  direction: Direction;
  additivity: Additivity;
  interval: 'none' | 'wilson' | 'nps';
}

/** A metric of the catalogue. */
export interface MetricListed extends Omit<MetricHead, 'interval' | 'parts'> {
  keys: string[];
  built_in: boolean;
  sql: string;
}

export interface ChurnHead {
  id: string;
  sentence: Bilingual;
}

export interface PeriodCell {
  label: string;
  first_day: string;
  last_day: string;
  status: PeriodStatus;
}

export interface Change {
  absolute: number;
  relative: number | null;
}

export interface Comparison {
  with: Compare;
  period: string;
  status: PeriodStatus;
  value: number | null;
  change: Change | null;
  like_for_like: boolean;
}

export interface MetricRow {
  period: PeriodCell;
  dims: (string | null)[];
  keys: (number | string | null)[];
  numerator: number | null;
  denominator: number | null;
  value: number | null;
  interval: Interval | null;
  comparisons: Comparison[];
  to_benchmark: Change | null;
}

export interface MetricTable {
  metric: MetricHead;
  churn: ChurnHead;
  grain: Grain;
  dims: string[];
  keys: string[];
  filters: { dim: string; value: string | null }[];
  as_of: string;
  through: string;
  zone: string;
  currency: string | null;
  sql: string;
  benchmark: { metric: string; grain?: Grain | null; value: number; source: string } | null;
  rows: MetricRow[];
  freshness: Freshness;
}

export interface WhySide {
  period: PeriodCell;
  numerator: number;
  denominator: number | null;
  value: number;
}

export interface WhySegment {
  segment: string | null;
  value: [number | null, number | null];
  share: [number | null, number | null];
  rate: number;
  rate_interval: Interval | null;
  mix: number;
  total: number;
  part: number | null;
}

export interface WhyDimension {
  dim: string;
  explained: number | null;
  rate: number;
  mix: number;
  segments: WhySegment[];
}

export interface Why {
  metric: MetricHead;
  churn: ChurnHead;
  through: string;
  before: WhySide;
  after: WhySide;
  change: Change;
  like_for_like: boolean;
  currency: string | null;
  dimensions: WhyDimension[];
}

export interface SeriesPoint {
  label: string;
  status: PeriodStatus;
  value: number | null;
}

export interface Tile {
  id: string;
  metric: MetricHead;
  churn: ChurnHead;
  /** The period that the value is of; of money at risk the day of the scores. */
  period: string;
  status: PeriodStatus;
  currency: string | null;
  value: number | null;
  unit: Unit;
  numerator: number | null;
  denominator: number | null;
  interval: Interval | null;
  comparisons: Comparison[];
  series: SeriesPoint[];
  sql: string;
}

export interface Lifecycle {
  period: string;
  status: PeriodStatus;
  new: number | null;
  kept: number | null;
  returned: number | null;
  lost: number | null;
}

/** Customers by level of warning, and the money that is at risk. */
export interface Warnings {
  as_of: string;
  model_id: string;
  horizon_days: number;
  red: number;
  orange: number;
  yellow: number;
  none: number;
  customers: number;
  /** Sum of probabilities: customers that are expected to be lost within the horizon. */
  expected_lost: number;
  /** Null where no value is known. */
  value_at_risk_minor: number | null;
  with_value: number;
  currency: string;
}

export interface Overview {
  definition: ChurnHead;
  period: { label: string; status: PeriodStatus };
  tiles: Tile[];
  lifecycle: Lifecycle[];
  warnings: Warnings | null;
  why: Why | null;
  /** What is to be kept in mind. */
  remark: Bilingual;
  freshness: Freshness;
}

/** One way of counting, and what it gives. */
export interface ReconciledSide {
  metric: MetricHead;
  churn: ChurnHead;
  numerator: number;
  denominator: number | null;
  value: number | null;
}

/** Customers whom two ways count differently, in the numerator or in the denominator. */
export interface ReconciledPart {
  a: number;
  b: number;
  customers: number;
  reasons: { reason: string; label: Bilingual; customers: number; difference: number }[];
  differences: {
    customer_id: string;
    a: number;
    b: number;
    a_says: Bilingual;
    b_says: Bilingual;
    reason: Bilingual;
  }[];
}

/** Two numbers, and every customer who makes the difference. */
export interface Reconciliation {
  period: PeriodCell;
  through: string;
  a: ReconciledSide;
  b: ReconciledSide;
  numerator: ReconciledPart;
  denominator: ReconciledPart | null;
  freshness: Freshness;
}
