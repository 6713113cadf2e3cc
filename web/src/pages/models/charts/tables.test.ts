import { expect, test } from 'vitest';
import type { ColumnDrift, FairnessFigures, Measure } from '@/api/models';
import { driftBars, fairnessBars, fairnessRows, importanceBars, ruleRows, segmentBars } from './tables';

const pick = (text: { en: string }) => text.en;
const text = (en: string) => ({ zh: en, en });
const measure = (customers: number, churned: number): Measure => ({
  customers,
  churned,
  all_customers: 1000,
  all_churned: 100,
  interval: { low: 0.1, high: 0.3 },
  p_value: 0.01,
  value: 50,
  value_at_risk: 10,
});

test('a rule’s lift is its churn rate against that of all, on later customers', () => {
  const rules = [
    { text: text('weak'), found: measure(100, 30), validated: measure(100, 15), q_value: 0.01 },
    { text: text('strong'), found: measure(100, 30), validated: measure(200, 50), q_value: 0.01 },
  ];
  const rows = ruleRows(rules, pick);
  expect(rows.map((row) => row.text)).toEqual(['strong', 'weak']);
  expect(rows[0]).toMatchObject({ support: 0.2, confidence: 0.25, lift: 2.5 });
  expect(rows[0]?.liftFound).toBeCloseTo(3);
});

test('a rule that applies to nobody has no lift', () => {
  expect(
    ruleRows([{ text: text('none'), found: measure(0, 0), validated: measure(0, 0), q_value: 1 }], pick)[0]?.lift,
  ).toBe(0);
});

test('importance is cut to the most important', () => {
  const features = [1, 3, 2].map((importance) => ({ name: `f${importance}`, label: text(''), importance }));
  expect(importanceBars(features, pick, 2).map(({ name }) => name)).toEqual(['f3', 'f2']);
});

test('segments without outcomes have no bar', () => {
  const figures = { customers: 10, share: 1, churn: null, value: null };
  expect(segmentBars([{ name: text('a'), figures }], pick)).toEqual([]);
});

test('columns that drift stand before those that only look like it', () => {
  const drift = (column: string, excess: number, flagged: boolean) =>
    ({ column, flagged, comparison: { psi: { excess } } }) as ColumnDrift;
  const bars = driftBars([drift('a', 3, false), drift('b', 0.2, true)], (name) => name, 10);
  expect(bars.map(({ name, strong }) => [name, strong])).toEqual([
    ['b', true],
    ['a', false],
  ]);
});

const share = (value: number) => ({ count: 1, of: 10, share: value, interval: { low: 0, high: 1 } });
const group = (customers: number, q_value: number): FairnessFigures => ({
  customers,
  mean_score: 0.1,
  offer: share(0.2),
  offer_against_rest: { difference: 0.1, p_value: q_value, q_value },
  outcomes: { churn: share(0.3), calibration: null, miscalibration: null, miss: share(0.4), miss_against_rest: null },
});

test('small groups are named but say nothing; differences beyond chance are marked', () => {
  const record = {
    dimension: 'region',
    groups: ['small', 'a', 'b'],
    audit: { all: null, groups: [null, group(50, 0.5), group(80, 0.01)], hidden: 1 },
  };
  const rows = fairnessRows(record);
  expect(rows.map(({ group: name, differs, hidden }) => [name, differs, hidden])).toEqual([
    ['b', true, false],
    ['a', false, false],
    ['small', false, true],
  ]);
  expect(rows[2]?.churn).toBeUndefined();
  expect(fairnessBars(record, 'expected', String)).toHaveLength(2);
});
