import type { PeriodStatus } from './metric';
import type { Bilingual, Freshness } from './types';

/** How the encoding of a text file was found. */
export type EncodingFound = 'bom' | 'utf8' | 'fallback' | 'told';
export type Cell = string | null;

export interface UploadColumn {
  name: string;
  kind: 'time' | 'number' | 'text';
  missing: number;
  distinct: number;
  samples: string[];
  role: {
    kind: 'canonical' | 'part_of_amount' | 'attribute' | 'left_out';
    field: string | null;
    label: Bilingual;
  };
  personal: boolean;
}

/** A column of a canonical table that a file can fill. */
export interface CanonicalField {
  name: string;
  label: Bilingual;
  kind: 'text' | 'instant' | 'day' | 'money' | 'number' | 'flag';
  required: boolean;
}

/** What an upload would become. */
export interface Becomes {
  source: string;
  /** That source is there already: its mapping holds. */
  joins: boolean;
  table: string;
  table_label: Bilingual;
  why: Bilingual;
  /** Canonical column ← column of the file. */
  mapping: Record<string, string>;
  /** Canonical column ← one text for all rows. */
  constants: Record<string, string>;
  /** Other columns that are kept; null: all, where the table keeps any. */
  attributes: string[] | null;
  personal: string[];
  fields: CanonicalField[];
  unmapped: string[];
}

export interface UploadBrief {
  id: string;
  file: string;
  bytes: number;
  created_at: string;
}

export interface Upload {
  id: string;
  file: string;
  bytes: number;
  decoding: Bilingual;
  encoding: { chosen: string; how: EncodingFound; how_text: Bilingual; alternatives: string[] } | null;
  delimiter: string | null;
  header_row: number;
  /** Null: a large file of which the beginning was looked at only. */
  rows_total: number | null;
  columns: UploadColumn[];
  rows: Cell[][];
  becomes: Becomes | null;
  unusable: Bilingual | null;
  tables: { name: string; label: Bilingual }[];
  fitting_sources: string[];
  notes: Bilingual[];
  settings: { sheet: string | null; date_order: string | null; source: string | null; table: string | null };
}

/** A change of what was decided; an empty text goes back to what is found out. */
export interface UploadChange {
  encoding?: string;
  delimiter?: string;
  sheet?: string;
  date_order?: string;
  source?: string;
  table?: string;
  columns?: Record<string, string>;
  constants?: Record<string, string>;
  attributes?: string[];
  personal?: string[];
}

/** Input that is refused: where, what, and what to do. */
export interface Refused {
  code: string;
  file?: string | null;
  row?: number | null;
  column?: string | null;
  value?: string | null;
  problem: Bilingual;
  remedy: Bilingual;
}

/** A row, or a value of one, that is not taken. */
export interface RejectedRow {
  row: number;
  column: string | null;
  value: string | null;
  reason: string;
  text: Bilingual;
  /** The row is taken, this value alone is left empty. */
  row_kept: boolean;
}

/** What an import did, or would do. */
export interface BatchReport {
  batch_id: string;
  source: string;
  table: string;
  file: string;
  outcome: 'imported' | 'already_there' | 'dry_run';
  rows_read: number;
  rows_new: number;
  rows_corrected: number;
  rows_unchanged: number;
  rows_withdrawn: number;
  rows_rejected: number;
  values_rejected: number;
  customers_new: number;
  rejects: RejectedRow[];
  notes: Bilingual[];
}

/** What an import would do; problems: why it cannot be done. */
export interface UploadTrial {
  problems: Refused[];
  report: BatchReport | null;
  notes: Bilingual[];
}

/** A source as the workspace declares it, and what came of it. */
export interface Source {
  id: string;
  table: string;
  table_label: Bilingual;
  /** Paths and patterns; empty for a database. */
  files: string[];
  database: string | null;
  files_found: number | null;
  problem: Refused | null;
  batches: number;
  rows: number;
  rows_rejected: number;
  /** The growing column that rows are read from where it ended last time. */
  watermark: string | null;
  last_imported_at: string | null;
  last_fact_at: string | null;
}

export interface Batch {
  batch_id: string;
  source: string;
  table: string;
  file: string;
  imported_at: string;
  rows_read: number;
  rows_new: number;
  rows_corrected: number;
  rows_unchanged: number;
  rows_rejected: number;
  values_rejected: number;
  customers_new: number;
  first_at: string | null;
  last_at: string | null;
  note: string | null;
}

export interface Reject extends RejectedRow {
  batch_id: string;
  source: string;
  table: string;
  file: string;
}

export interface ReasonCount {
  reason: string;
  text: Bilingual;
  rows: number;
  values: number;
  examples: Reject[];
}

export type CheckStatus = 'ok' | 'warn' | 'fail';

export interface Check {
  id: string;
  status: CheckStatus;
  text: Bilingual;
  remedy: Bilingual | null;
}

export interface Quality {
  checks: Check[];
  worst: CheckStatus;
  sources: Source[];
  reasons: ReasonCount[];
  /** Periods of the panel that are older than their events. */
  stale_periods: number;
  freshness: Freshness;
}

/** Which events count as activity. */
export interface Counts {
  kinds?: string[];
  not_kinds?: string[];
  refunds?: boolean;
}

/** When a customer has churned. */
export type ChurnRule =
  | { kind: 'contract'; grace_days?: number }
  | { kind: 'inactivity'; days: number; counts?: Counts }
  | {
      kind: 'own_rhythm';
      quantile?: number;
      prior_gaps?: number;
      least_days?: number;
      most_days?: number;
      counts?: Counts;
    }
  | { kind: 'label' }
  | { kind: 'decline'; share?: number; recent_months?: number; baseline_months?: number; counts?: Counts };

export interface Definition {
  id: string;
  rule: ChurnRule;
  sentence: Bilingual;
  default: boolean;
}

export interface Definitions {
  items: Definition[];
  version: string;
}

export interface RatePoint {
  period: string;
  status: PeriodStatus;
  numerator: number | null;
  denominator: number | null;
  value: number | null;
}

/** Customers by their state under two rules, at the end of a day. */
export interface States {
  on: string | null;
  active_by_both: number;
  lost_by_both: number;
  lost_by_trial_only: number;
  lost_by_current_only: number;
  counted_by_one: number;
}

/** The rate under a rule that is tried, beside one in force. Nothing is saved. */
export interface DefinitionTrial {
  sentence: Bilingual;
  rates: RatePoint[];
  current_id: string | null;
  current: RatePoint[];
  states: States | null;
}
