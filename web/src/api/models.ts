import type { Grain, Interval } from './metric';
import type { Bilingual } from './types';

/** A figure with its 95 % interval. */
export interface Figure {
  value: number;
  low: number | null;
  high: number | null;
}

export interface ModelListed {
  id: string;
  role: 'champion' | 'challenger' | null;
  created_at: string;
  title: Bilingual;
  horizon_days: number;
  definition: string;
  through: string;
  auc: Figure | null;
  log_loss: Figure | null;
}

export interface Models {
  items: ModelListed[];
  champion: string | null;
  challenger: string | null;
  events: { at: string; action: 'trained' | 'promoted' | 'rolled_back'; id: string; before: string | null }[];
}

/** Which models are in use. */
export interface InUse {
  champion: string | null;
  challenger: string | null;
}

/** Figures of probabilities on customers that the model did not learn from. */
export interface Figures {
  rows: number;
  customers: number;
  churned: number;
  auc: Figure | null;
  pr_auc: Figure | null;
  log_loss: Figure | null;
  brier: Figure | null;
  top_decile_lift: Figure | null;
  ks: Figure | null;
  calibration_slope: number | null;
  calibration_intercept: number | null;
  ece: number | null;
  mean_probability: number;
}

export interface LeaderboardLine {
  name: string;
  title: Bilingual;
  figures: Figures;
  /** Mean log loss above that of the best. */
  worse: number;
  worse_se: number;
  chosen: boolean;
  weights: [string, number][];
  seconds?: number | null;
}

export interface CurvePoint {
  at: number;
  learned_rows: number;
  judged_rows: number;
  auc: number | null;
  log_loss: number | null;
}

export interface Curves {
  method: string;
  by_history: CurvePoint[];
  by_cutoffs: CurvePoint[];
  by_days_ahead: CurvePoint[];
}

export interface CalibrationPoint {
  predicted: number;
  observed: number;
  low: number;
  high: number;
  rows: number;
}

export interface GainsPoint {
  share: number;
  threshold: number;
  gains: number;
  lift: number;
  response: number;
  profit: number;
}

export interface RocPoint {
  false_positive_rate: number;
  true_positive_rate: number;
}

export interface Charts {
  calibration: CalibrationPoint[];
  gains: GainsPoint[];
  roc: RocPoint[];
}

export interface HorizonRecord {
  days: number;
  customers: number;
  predicted: number;
  observed: number;
  low: number;
  high: number;
  auc: number | null;
}

export interface FeatureRecord {
  name: string;
  label: Bilingual;
  importance: number;
}

export interface SegmentRecord {
  name: Bilingual;
  figures: {
    customers: number;
    share: number;
    churn: { churned: number; rate: number; interval: Interval } | null;
    value: { sum: number; mean: number; churned: number | null } | null;
  };
}

/** To whom a rule applies. */
export interface Measure {
  customers: number;
  churned: number;
  all_customers: number;
  all_churned: number;
  interval: Interval;
  p_value: number;
  value: number | null;
  value_at_risk: number | null;
}

export interface RuleRecord {
  text: Bilingual;
  found: Measure;
  validated: Measure;
  q_value: number;
}

export interface Share {
  count: number;
  of: number;
  share: number;
  interval: Interval;
}

export interface Contrast {
  difference: number;
  p_value: number;
  q_value: number;
}

export interface FairnessFigures {
  customers: number;
  mean_score: number;
  offer: Share;
  offer_against_rest: Contrast | null;
  outcomes: {
    churn: Share;
    calibration: { ratio: number; interval: Interval } | null;
    miscalibration: Contrast | null;
    miss: Share;
    miss_against_rest: Contrast | null;
  } | null;
}

export interface FairnessRecord {
  dimension: string;
  groups: string[];
  audit: { all: FairnessFigures | null; groups: (FairnessFigures | null)[]; hidden: number };
}

export interface GroupRecord {
  dimension: string;
  group: string;
  figures: Figures;
}

/** Everything that is known of a training run. */
export interface RunRecord {
  id: string;
  created_at: string;
  code_version: string;
  seed: number;
  data: { commit: number; tables: Record<string, number> };
  question: { definition: string; horizon_days: number; gap_days: number; grain: Grain; periods: number };
  churn: Bilingual;
  through: string;
  cutoffs: { day: string; outcome_through: string; customers: number; lost: number }[];
  share_of_customers: number;
  scheme: 'rolling_origin' | 'customer_folds';
  leaderboard: LeaderboardLine[];
  skipped: [string, string][];
  title: Bilingual;
  calibration: string;
  figures: Figures;
  by_cutoff: [string, Figures][];
  by_group: GroupRecord[];
  charts?: Charts;
  curves: Curves;
  horizons: HorizonRecord[];
  features: FeatureRecord[];
  suspicious: { column: string; auc: number; left_out: boolean }[];
  segments: SegmentRecord[];
  rules: RuleRecord[];
  tree: Bilingual;
  fairness: FairnessRecord[];
}

export interface ShapeBin {
  kind: 'missing' | 'between' | 'level' | 'rare';
  /** Edges of `between`: the lower one not included; null: open. */
  above: number | null;
  up_to: number | null;
  level: string | null;
}

export interface ShapeColumn {
  name: string;
  label: Bilingual;
  bins: ShapeBin[];
}

export interface ShapeValue {
  value: number;
  low: number;
  high: number;
  weight: number;
}

export interface ShapeTerm {
  columns: ShapeColumn[];
  importance: number;
  points: ShapeValue[];
}

export interface ShapeCardLine {
  column: string;
  label: Bilingual;
  values: ShapeBin;
  churn_rate: number | null;
  woe: number;
  information_value: number;
  points: number;
}

export interface ModelShapes {
  model_id: string;
  parts: {
    kind: 'additive' | 'scorecard';
    weight: number;
    intercept: number | null;
    terms: ShapeTerm[];
    card: ShapeCardLine[];
  }[];
  importance: FeatureRecord[];
}

export interface ColumnDrift {
  column: string;
  label?: Bilingual;
  comparison: {
    psi: { value: number; excess: number; critical: number; p_value: number; bins: number };
    missing: { reference: number; now: number };
    unseen: { reference: number; now: number };
    p_value: number;
  };
  q_value: number;
  magnitude: 'small' | 'moderate' | 'large';
  flagged: boolean;
}

export type WatchAction = 'data_broken' | 'promote' | 'retrain' | 'wait' | 'healthy';

/** What the last watch found. */
export interface Watched {
  model_id: string;
  challenger: string | null;
  as_of: string;
  verdict: { action: WatchAction };
  title: Bilingual;
  advice: Bilingual;
  reasons: Bilingual[];
  canary: { rows: number; changed: number; largest: number } | null;
  drift: ColumnDrift[];
  labels: {
    reference_rate: number;
    rate: number;
    expected_rate: number | null;
    p_value: number;
    flagged: boolean;
  } | null;
  compared: { rows: number; log_loss: { difference?: number; p_value: number } } | null;
}

export interface SegmentMoves {
  model_id: string;
  days: string[];
  from: string | null;
  to: string | null;
  segments: Bilingual[];
  counts: number[][];
  gone: number[];
  new: number[];
}
