/** A text in both languages. */
export interface Bilingual {
  zh: string;
  en: string;
}

/** What the figures of an answer rest on. */
export interface Freshness {
  commit: number;
  through: string | null;
  as_of: string | null;
  refreshed_at: string | null;
  restricted: boolean;
}

/** A part of a list, and where the next one begins. */
export interface Part<Item> {
  items: Item[];
  next_cursor: string | null;
}

/** A part that says how many there are in all. */
export interface Page<Item> extends Part<Item> {
  total: number;
}

export type Lang = 'zh' | 'en';
export type Theme = 'light' | 'dark' | 'system';
export type Units = 'wan' | 'thousand';
export type Role = 'administrator' | 'security_auditor' | 'analyst' | 'manager' | 'agent' | 'viewer';
export type Permission =
  | 'view_metrics'
  | 'run_sql'
  | 'view_customers'
  | 'unmask'
  | 'export'
  | 'edit_questions'
  | 'view_models'
  | 'manage_models'
  | 'view_data'
  | 'manage_data'
  | 'write_events'
  | 'manage_users'
  | 'view_audit'
  | 'manage_settings';

/** Which rows somebody may see: those with one of the values. */
export interface RowPermission {
  dimension: 'region' | 'channel' | 'owner';
  values: string[];
}

export interface Setup {
  needed: boolean;
  version: string;
  oidc: { enabled: boolean; label: string } | null;
  password_rules: { min_length: number; max_length: number };
  languages: Lang[];
}

export interface Me {
  user: {
    id: string;
    login: string;
    name: string;
    roles: Role[];
    lang: Lang;
    theme: Theme;
    units: Units;
    totp: boolean;
    has_password: boolean;
    must_change_password: boolean;
    version: number;
  };
  permissions: Permission[];
  rows: RowPermission[];
  csrf: string;
  expires_at: string;
  idle_after_s: number;
}

export interface Dimension {
  id: string;
  label: Bilingual;
  /** The first ones in order, where there are very many. */
  values: (string | null)[];
  /** How many there are. */
  count: number;
}

export interface Workspace {
  name: string;
  currency: string;
  time_zone: string;
  industry: string;
  definitions: { id: string; sentence: Bilingual; default: boolean }[];
  dimensions: Dimension[];
  grains: string[];
  first_day: string | null;
  has_data: boolean;
  has_scores: boolean;
  scores: { as_of: string; model_id: string; horizon_days: number | null } | null;
  freshness: Freshness;
}

/** What a job is told; every kind reads its own. */
export interface JobOptions {
  source?: string;
  definition?: string;
  horizon_days?: number;
  minutes?: number;
}

export interface Job {
  id: string;
  kind: 'refresh' | 'train' | 'score' | 'watch' | 'cycle' | 'import';
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
  phase: Bilingual | null;
  done: number;
  total: number;
  /** The login of whoever asked for it. */
  requested_by: string;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
  result: unknown;
  problem: Problem | null;
  /** It was asked to stop and does so between two steps. */
  stopping: boolean;
}

/** RFC 9457, with the sentence and the remedy in both languages. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors?: { field: string; problem: Bilingual }[];
  request_id?: string;
  problem: Bilingual;
  remedy: Bilingual;
  retry_after_s?: number;
}

/** `other` is written as text. */
export type SqlType = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'instant' | 'other';

export interface SqlAnswer {
  columns: { name: string; type: SqlType }[];
  rows: (string | number | boolean | null)[][];
  truncated: boolean;
  elapsed_ms: number;
  freshness: Freshness;
}

export interface SqlSchema {
  tables: { name: string; columns: { name: string; type: string; personal: boolean }[]; rows: number | null }[];
}
