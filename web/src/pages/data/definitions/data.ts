import type { EChartsCoreOption } from 'echarts/core';
import type { ChurnRule, Counts, Definition, DefinitionTrial, RatePoint } from '@/api/data';
import type { PeriodStatus } from '@/api/metric';
import { type Look, periodText } from '@/charts/look';
import { splitLine } from '@/charts/partial';
import { tooltip } from '@/charts/tooltip';
import { percent, plain, UNKNOWN } from '@/format/number';

export type Kind = ChurnRule['kind'];

export const KINDS: readonly Kind[] = ['inactivity', 'contract', 'own_rhythm', 'label', 'decline'];

/** A parameter of a rule that is a number. */
export interface NumberField {
  key:
    | 'grace_days'
    | 'days'
    | 'quantile'
    | 'prior_gaps'
    | 'least_days'
    | 'most_days'
    | 'share'
    | 'recent_months'
    | 'baseline_months';
  min: number;
  max: number;
  step: number;
  /** Shown and typed in percent, kept as a share. */
  percent?: boolean;
}

/** Parameters of each kind, and what they are before anybody changes them: the same as where `holdfast.toml` leaves them out. */
const FIELDS: Record<Kind, NumberField[]> = {
  contract: [{ key: 'grace_days', min: 0, max: 3650, step: 1 }],
  inactivity: [{ key: 'days', min: 1, max: 3650, step: 1 }],
  own_rhythm: [
    { key: 'quantile', min: 1, max: 99, step: 1, percent: true },
    { key: 'prior_gaps', min: 0.5, max: 100, step: 0.5 },
    { key: 'least_days', min: 1, max: 3650, step: 1 },
    { key: 'most_days', min: 1, max: 3650, step: 1 },
  ],
  label: [],
  decline: [
    { key: 'share', min: 1, max: 99, step: 1, percent: true },
    { key: 'recent_months', min: 1, max: 36, step: 1 },
    { key: 'baseline_months', min: 1, max: 60, step: 1 },
  ],
};

const DEFAULTS: Record<NumberField['key'], number> = {
  grace_days: 0,
  days: 90,
  quantile: 0.9,
  prior_gaps: 5,
  least_days: 7,
  most_days: 365,
  share: 0.5,
  recent_months: 3,
  baseline_months: 6,
};

/** Numbers that a rule of a kind has. */
export function fieldsOf(kind: Kind): readonly NumberField[] {
  return FIELDS[kind];
}

/** Whether a kind looks at events, of which some may not count. */
export function looksAtEvents(kind: Kind): boolean {
  return kind === 'inactivity' || kind === 'own_rhythm' || kind === 'decline';
}

/** A rule of a kind as it is before anybody changes it; which events count is kept where the kind looks at events. */
export function ruleOf(kind: Kind, counts?: Counts): ChurnRule {
  const numbers = Object.fromEntries(FIELDS[kind].map(({ key }) => [key, DEFAULTS[key]]));
  return { kind, ...numbers, ...(looksAtEvents(kind) && counts ? { counts } : {}) } as ChurnRule;
}

/** A number of a rule as it is typed: shares in percent. */
export function typed(rule: ChurnRule, field: NumberField): number {
  const kept = (rule as unknown as Record<string, number | undefined>)[field.key] ?? DEFAULTS[field.key];
  return field.percent ? Math.round(kept * 1000) / 10 : kept;
}

/** The rule with another number. */
export function withNumber(rule: ChurnRule, field: NumberField, value: number): ChurnRule {
  const within = Math.min(field.max, Math.max(field.min, value));
  return { ...rule, [field.key]: field.percent ? Math.round(within * 10) / 1000 : within } as ChurnRule;
}

/** Which events count by a rule. */
export function countsOf(rule: ChurnRule): Counts {
  return 'counts' in rule && rule.counts ? rule.counts : {};
}

/** What is wrong with a rule before it is tried. */
export function faultOf(rule: ChurnRule): 'least_above_most' | null {
  if (rule.kind !== 'own_rhythm') return null;
  return (rule.least_days ?? DEFAULTS.least_days) > (rule.most_days ?? DEFAULTS.most_days) ? 'least_above_most' : null;
}

/** Whether a name can be that of a definition. */
export function isDefinitionName(name: string): boolean {
  return /^(?!-)[\p{L}\p{N}_-]{1,64}$/u.test(name);
}

/** A name that no definition has yet. */
export function freeName(kind: Kind, taken: readonly string[]): string {
  if (!taken.includes(kind)) return kind;
  let number = 2;
  while (taken.includes(`${kind}-${number}`)) number += 1;
  return `${kind}-${number}`;
}

/** Definitions in the order in which they are kept: the first is the one that metrics use. */
export function withDefault(items: readonly Definition[], id: string): Definition[] {
  const chosen = items.filter((item) => item.id === id);
  return [...chosen, ...items.filter((item) => item.id !== id)];
}

/** A period with both rates. */
export interface RatePair {
  period: string;
  trial: RatePoint | null;
  current: RatePoint | null;
}

/** Both rates by period, in order. */
export function pairs(trial: Pick<DefinitionTrial, 'rates' | 'current'>): RatePair[] {
  const periods = [...new Set([...trial.current, ...trial.rates].map((point) => point.period))].sort();
  const at = (points: RatePoint[], period: string) => points.find((point) => point.period === period) ?? null;
  return periods.map((period) => ({ period, trial: at(trial.rates, period), current: at(trial.current, period) }));
}

interface Words {
  trial: string;
  current: string;
  partial: string;
}

interface Colors {
  trial: string;
  current: string;
}

/** Two lines over the periods; what is not complete is dashed. */
export function chartOf(rows: readonly RatePair[], words: Words, colors: Colors): EChartsCoreOption | undefined {
  if (!rows.some((row) => row.trial?.value != null || row.current?.value != null)) return undefined;
  const points = (side: 'trial' | 'current') =>
    rows.map((row) => ({ status: row[side]?.status ?? 'not_due', value: row[side]?.value ?? null }) as const);
  const lines = (['current', 'trial'] as const).flatMap((side) => {
    const { complete, partial } = splitLine(points(side));
    const color = colors[side];
    return [
      { type: 'line', name: words[side], data: complete, color, symbol: 'circle' },
      { type: 'line', name: words[side], data: partial, color, symbol: 'emptyCircle', lineStyle: { type: 'dashed' } },
    ];
  });
  return {
    grid: { left: 8, right: 12, top: 12, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: rows.map((row) => row.period) },
    yAxis: { type: 'value', min: 0, axisLabel: { formatter: (value: number) => percent(value) } },
    tooltip: {
      trigger: 'axis',
      formatter: (hits: { dataIndex: number }[]) => tipOf(rows[hits[0]?.dataIndex ?? -1], words, colors),
    },
    series: lines,
  };
}

function tipOf(row: RatePair | undefined, words: Words, colors: Colors): HTMLElement | string {
  if (row === undefined) return '';
  const lines = (['current', 'trial'] as const).map((side) => ({
    color: colors[side],
    name: words[side],
    value: `${percent(row[side]?.value)} (${fraction(row[side])})`,
  }));
  return tooltip(row.period, lines, statusOf(row) === 'partial' ? words.partial : undefined);
}

/** The same rates as rows of a table; a period that is not complete by either says so. */
export function trialRows(rows: readonly RatePair[], look: Look): string[][] {
  return rows.map((row) => [
    periodText(row.period, statusOf(row), look),
    percent(row.current?.value),
    fraction(row.current),
    percent(row.trial?.value),
    fraction(row.trial),
  ]);
}

function statusOf({ trial, current }: RatePair): PeriodStatus {
  if (trial?.status === 'partial' || current?.status === 'partial') return 'partial';
  return trial?.status ?? current?.status ?? 'not_due';
}

/** Numerator over denominator, as counted. */
export function fraction(point: RatePoint | null): string {
  if (point === null || point.numerator === null || point.denominator === null) return UNKNOWN;
  return `${plain(point.numerator)} / ${plain(point.denominator)}`;
}
