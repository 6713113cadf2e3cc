import type { Compare, Grain } from './metric';

/** What is asked of a metric, as it is saved: the names of the API. */
export interface MetricParams {
  definition?: string;
  period?: Grain;
  from?: string;
  to?: string;
  by?: string[];
  compare?: Compare[];
  where?: string[];
}

/** A question as it is saved. */
export type QuestionSpec =
  | { kind: 'metric'; metric: string; params: MetricParams; view: { type: 'line' | 'bar' | 'table' | 'cohort' } }
  | { kind: 'sql'; query: string; view?: { type: string; options?: Record<string, unknown> } };

/** A question on a dashboard, and its place in a grid of twelve columns. */
export interface DashboardItem {
  id: string;
  question_id: string;
  x: number;
  y: number;
  w: number;
  h: number;
  title?: string;
}

/** Questions side by side; its filters apply to all of them. */
export interface DashboardSpec {
  items: DashboardItem[];
  filters: { dimension: string; values: (string | null)[] }[];
  period?: Grain;
}

/** Something that was saved; only its owner may change it. */
export interface SavedDocument<Spec> {
  id: string;
  version: number;
  title: string;
  /** Who saved it, by name. */
  owner: string;
  /** Whether whoever asks is the owner. */
  own: boolean;
  shared: boolean;
  spec: Spec;
  created_at: string;
  updated_at: string;
}

export type SavedQuestion = SavedDocument<QuestionSpec>;
export type SavedDashboard = SavedDocument<DashboardSpec>;

/** What a write of a document carries. */
export interface DocumentBody<Spec> {
  title: string;
  shared: boolean;
  spec: Spec;
}
