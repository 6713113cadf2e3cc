import type { Bilingual, Freshness, Page } from './types';

/** Level of warning. */
export type Level = 'red' | 'orange' | 'yellow' | 'none';
export type CustomerSort = 'value_at_risk' | 'p_churn' | 'last_event' | 'id';
export type CustomerStatus = 'active' | 'lost' | 'not_yet';

/** A customer in the list. */
export interface CustomerListed {
  key: number;
  customer_id: string;
  name: string | null;
  region: string | null;
  channel: string | null;
  owner: string | null;
  /** Name of the segment in Chinese, which is its name in the lake. */
  segment: string | null;
  p_churn: number | null;
  level: Level | null;
  value_at_risk_minor: number | null;
  top_reason: Bilingual | null;
  last_event_on: string | null;
  status: CustomerStatus;
}

export interface CustomerList extends Page<CustomerListed> {
  freshness: Freshness;
}

/** What is looked for among customers; several values of one thing: any of them. */
export interface CustomerFilter {
  search?: string;
  level?: Level[];
  status?: CustomerStatus[];
  segment?: string[];
  region?: string[];
  channel?: string[];
  owner?: string[];
  /** Segments of the company's own; `segment` are those of the model. */
  customer_segment?: string[];
  definition?: string;
  sort?: CustomerSort;
}

/** A filter as it was saved: one that a program saved may have a value alone in the place of a list. */
export type KeptFilter = { [Name in keyof CustomerFilter]: CustomerFilter[Name] | string };

/** A filter that somebody has kept under a name. */
export interface SavedFilter {
  id: string;
  version: number;
  title: string;
  owner: string;
  /** Whether it is the reader's own, who alone may change it. */
  own: boolean;
  shared: boolean;
  spec: KeptFilter;
  created_at: string;
  updated_at: string;
}

/** A value of a customer. */
export interface ProfileField {
  name: string;
  label: Bilingual;
  value: string | number | boolean | null;
  personal: boolean;
}

export interface Reason extends Bilingual {
  direction: 'raises' | 'lowers';
  /** What it adds to the log-odds. */
  log_odds?: number | null;
}

/** What a model said of a customer on a day. */
export interface CustomerScore {
  as_of: string;
  model_id: string;
  horizon_days: number;
  p_churn: number;
  /** Probabilities of other horizons: `30d`, `60d`, `90d`, and `1p` to `4p` for periods. */
  by_horizon: { horizon: string; p_churn: number }[];
  level: Level;
  rank: number | null;
  outcome_set: 'churn' | 'stay' | 'both' | 'neither' | null;
  segment: string | null;
  reasons: Reason[];
  recourse: Bilingual | null;
  value_minor: number | null;
  value_at_risk_minor: number | null;
}

/** Money and activity of a customer, net of refunds, minor units. */
export interface CustomerValue {
  currency: string;
  historical_minor: number;
  last_year_minor: number;
  refunds_minor: number;
  mrr_minor: number | null;
  expected_year_minor: number | null;
  value_at_risk_minor: number | null;
  events: number;
  active_days: number;
  basis: Bilingual;
}

/** Everything that is known of one customer, personal fields masked. */
export interface CustomerProfile {
  key: number;
  customer_id: string;
  name: string | null;
  fields: ProfileField[];
  status: CustomerStatus;
  first_seen_on: string | null;
  last_event_on: string | null;
  score: CustomerScore | null;
  value: CustomerValue;
  freshness: Freshness;
}

export type HappeningKind = 'event' | 'interaction' | 'subscription_start' | 'subscription_end' | 'response';

/** One thing that happened with a customer. */
export interface Happening {
  kind: HappeningKind;
  /** An instant, or a day where only that is known. */
  at: string;
  is_day: boolean;
  /** Its day in the workspace's zone. */
  on: string;
  details: Record<string, string | number | boolean | null>;
}

export interface Timeline extends Page<Happening> {
  freshness: Freshness;
}

export interface ScoreHistory {
  items: CustomerScore[];
  freshness: Freshness;
}

/** The probability of being a customer still, day by day. */
export interface SurvivalSeries {
  /** What it rests on: all who stayed as long as this one, or the model's probabilities. */
  basis: 'everybody' | 'model';
  says: Bilingual;
  /** The day that days count from. */
  from: string;
  days: number[];
  survival: number[];
  low: (number | null)[];
  high: (number | null)[];
}

export interface CustomerSurvival extends SurvivalSeries {
  /** What the model says of this customer, beside the curve of everybody. */
  model: SurvivalSeries | null;
  freshness: Freshness;
}
