import { describe, expect, test } from 'vitest';
import type { Definition, RatePoint } from '@/api/data';
import { LOOK } from '@/charts/lookOfTests';
import {
  chartOf,
  faultOf,
  fieldsOf,
  fraction,
  freeName,
  isDefinitionName,
  KINDS,
  pairs,
  ruleOf,
  trialRows,
  typed,
  withDefault,
  withNumber,
} from './data';

function rate(period: string, value: number | null, status: RatePoint['status'] = 'complete'): RatePoint {
  return { period, status, value, numerator: value === null ? null : 5, denominator: value === null ? null : 1200 };
}

describe('a rule', () => {
  test('of each kind has its numbers, within what is allowed', () => {
    for (const kind of KINDS) {
      const rule = ruleOf(kind);
      for (const field of fieldsOf(kind)) {
        const shown = typed(rule, field);
        expect(shown).toBeGreaterThanOrEqual(field.min);
        expect(shown).toBeLessThanOrEqual(field.max);
        expect(withNumber(rule, field, shown)).toEqual(rule);
      }
    }
  });

  test('is typed in percent and kept as a share', () => {
    const [quantile] = fieldsOf('own_rhythm');
    if (quantile === undefined) throw new Error('no field');
    expect(typed(ruleOf('own_rhythm'), quantile)).toBe(90);
    expect(withNumber(ruleOf('own_rhythm'), quantile, 95)).toHaveProperty('quantile', 0.95);
    expect(withNumber(ruleOf('own_rhythm'), quantile, 400)).toHaveProperty('quantile', 0.99);
  });

  test('of another kind keeps which events count where it looks at events', () => {
    expect(ruleOf('decline', { not_kinds: ['gift'] })).toHaveProperty('counts.not_kinds', ['gift']);
    expect(ruleOf('contract', { not_kinds: ['gift'] })).not.toHaveProperty('counts');
    expect(ruleOf('label')).toEqual({ kind: 'label' });
  });

  test('whose least silence is above its most is at fault', () => {
    expect(faultOf({ kind: 'own_rhythm', least_days: 400 })).toBe('least_above_most');
    expect(faultOf(ruleOf('own_rhythm'))).toBeNull();
  });
});

test('names are free and those of holdfast.toml', () => {
  expect(freeName('inactivity', ['inactivity', 'inactivity-2'])).toBe('inactivity-3');
  expect(freeName('label', [])).toBe('label');
  expect(isDefinitionName('a b')).toBe(false);
});

test('the default stands first and the others keep their order', () => {
  const items = ['a', 'b', 'c'].map((id) => ({ id }) as Definition);
  expect(withDefault(items, 'c').map(({ id }) => id)).toEqual(['c', 'a', 'b']);
});

test('periods that one side alone knows are there, and what is not known is no 0', () => {
  const rows = pairs({
    rates: [rate('2026-02', 0.01)],
    current: [rate('2026-01', 0.02), rate('2026-02', null, 'not_due')],
  });
  expect(rows.map((row) => [row.period, row.trial?.value ?? null, row.current?.value ?? null])).toEqual([
    ['2026-01', null, 0.02],
    ['2026-02', 0.01, null],
  ]);
  expect(fraction(rows[1]?.current ?? null)).toBe('–');
  expect(fraction(rows[1]?.trial ?? null)).toBe('5 / 1,200');
});

test('an unfinished period is on the dashed line only', () => {
  const rows = pairs({ rates: [rate('2026-01', 0.02), rate('2026-02', 0.001, 'partial')], current: [] });
  const words = { trial: 'new', current: 'now', partial: 'p' };
  const option = chartOf(rows, words, { trial: 'red', current: 'blue' }) as { series: { data: (number | null)[] }[] };
  expect(option.series[2]?.data).toEqual([0.02, null]);
  expect(option.series[3]?.data).toEqual([0.02, 0.001]);
  expect(chartOf([], words, { trial: 'red', current: 'blue' })).toBeUndefined();
});

test('the table says which period is not complete', () => {
  const rows = pairs({
    rates: [rate('2026-01', 0.02), rate('2026-02', 0.001, 'partial')],
    current: [rate('2026-02', 0.002, 'partial')],
  });
  expect(trialRows(rows, LOOK)).toEqual([
    ['2026-01', '–', '–', '2.0%', '5 / 1,200'],
    ['2026-02 (未完)', '0.2%', '5 / 1,200', '0.1%', '5 / 1,200'],
  ]);
});
