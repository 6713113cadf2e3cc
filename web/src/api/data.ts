import type { PeriodStatus } from './metric';
import type { Bilingual, Problem } from './types';

export type Cell = string | null;

export interface UploadEncoding {
  chosen: string;
  how: 'bom' | 'utf8' | 'fallback' | 'told';
  how_text: Bilingual;
  /** Others, with names and first rows as they read that way; null: the bytes are not valid in it. */
  alternatives: { encoding: string; rows: Cell[][] | null }[];
}

export interface UploadColumn {
  name: string;
  type: 'time' | 'number' | 'text';
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
  type: 'text' | 'instant' | 'day' | 'money' | 'number' | 'flag';
  required: boolean;
}

export interface UploadBrief {
  id: string;
  file: string;
  bytes: number;
  created_at: string;
}

/** How an uploaded file was read, what it would become, and what an import would do. */
export interface Upload extends UploadBrief {
  decoding: Bilingual;
  encoding: UploadEncoding | null;
  delimiter: string | null;
  header_row: number;
  sheet: string | null;
  date_order: string | null;
  /** Null: a large file of which the beginning was looked at only. */
  row_count: number | null;
  columns: UploadColumn[];
  rows: Cell[][];
  /** Null: none was found, and `unusable` says why. */
  table: string | null;
  why: Bilingual | null;
  unusable: Bilingual | null;
  tables: { id: string; label: Bilingual }[];
  fields: CanonicalField[];
  mapping: {
    /** Canonical column ← column of the file. */
    columns: Record<string, string>;
    /** Canonical column ← one text for all rows. */
    constants: Record<string, string>;
    /** Other columns that are kept; null: all, where the table keeps any. */
    attributes: string[] | null;
    personal: string[];
  } | null;
  unmapped: string[];
  source_id: string | null;
  /** That source is there already: its mapping holds. */
  joins: boolean;
  fitting_sources: string[];
  notes: Bilingual[];
  /** Null: a large file that was not tried yet. */
  trial: UploadTrial | null;
}

/** A change of what was decided; an empty text goes back to what is found out. Without any the upload is tried as it is. */
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

/** Why rows and values would not be taken. */
export interface UploadReason {
  code: string;
  problem: Bilingual;
  count: number;
  examples: { row: number; column: string | null; value: string | null; row_kept: boolean }[];
}

/** What an import would do. */
export interface UploadTrial {
  rows_read: number;
  accepted: number;
  rejected: number;
  values_rejected: number;
  customers_new: number;
  already_there: boolean;
  reasons: UploadReason[];
  /** Why it cannot be imported at all. */
  blocking: Problem[];
}

/** A source as the workspace declares it, and what came of it. */
export interface Source {
  id: string;
  table: string;
  label: Bilingual;
  /** Paths and patterns; empty for a database. */
  files: string[];
  database: string | null;
  /** The column that tells what is new. */
  watermark: string | null;
  files_found: number | null;
  problem: Bilingual | null;
  batches: number;
  rows: number;
  rows_rejected: number;
  last_import_at: string | null;
  /** Last day with facts. */
  through: string | null;
  /** Days from that day to today. */
  behind_days: number | null;
  state: 'never_imported' | 'missing' | 'imported';
}

export interface Batch {
  id: string;
  source: string;
  table: string;
  file: string;
  at: string | null;
  rows_read: number;
  rows_added: number;
  rows_corrected: number;
  rows_unchanged: number;
  rows_rejected: number;
  values_rejected: number;
  customers_new: number;
  first_day: string | null;
  last_day: string | null;
  note: string | null;
}

/** A row, or a value of one, that was not taken. */
export interface Reject {
  batch: string;
  source: string;
  table: string;
  file: string;
  row: number;
  column: string | null;
  value: string | null;
  code: string;
  problem: Bilingual;
  row_kept: boolean;
}

export interface ReasonCount {
  code: string;
  problem: Bilingual;
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
  commit: number;
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
export interface ChangedStates {
  on: string | null;
  active_by_both: number;
  lost_by_both: number;
  lost_only_now: number;
  lost_only_before: number;
  counted_by_one: number;
  customers: number;
}

/** The rate under a rule that is tried, beside one in force. Nothing is saved. */
export interface DefinitionTrial {
  sentence: Bilingual;
  rates: RatePoint[];
  current_id: string | null;
  current: RatePoint[];
  changed: ChangedStates | null;
}
