import { expect, test } from 'vitest';
import type { CustomerScore } from '@/api/customers';
import { LIGHT } from '@/app/palette';
import { axisTop, scoreLine, scoreOption } from './scoreHistory';

const score = (as_of: string, p_churn: number, model_id = 'm1'): CustomerScore => ({
  as_of,
  model_id,
  horizon_days: 30,
  p_churn,
  by_horizon: [],
  level: p_churn > 0.5 ? 'red' : 'none',
  rank: null,
  outcome_set: null,
  segment: null,
  reasons: [],
  recourse: null,
  value_minor: null,
  value_at_risk_minor: null,
});
const words = { p: 'p', model: 'model', level: (level: string) => level };

test('one point a day in order of days, and where the model changed', () => {
  const line = scoreLine([score('2024-02-01', 0.2), score('2024-01-01', 0.1), score('2024-02-01', 0.3, 'm2')]);
  expect(line.points.map(({ day, p }) => [day, p])).toEqual([
    ['2024-01-01', 0.1],
    ['2024-02-01', 0.3],
  ]);
  expect(line.changes).toEqual([1]);
});

test('points have the colours of their levels, and the chosen one is larger', () => {
  const option = scoreOption(
    scoreLine([score('2024-01-01', 0.1), score('2024-02-01', 0.6)]),
    '2024-02-01',
    words,
    LIGHT,
  );
  const series = (option?.series ?? []) as { data: { value: number; symbolSize: number; itemStyle: object }[] }[];
  expect(series[0]?.data[1]).toMatchObject({ value: 0.6, symbolSize: 14, itemStyle: { color: LIGHT.level.red } });
  expect(series[0]?.data[0]?.symbolSize).toBe(8);
});

test('without scores there is nothing to draw', () => {
  expect(scoreOption(scoreLine([]), undefined, words, LIGHT)).toBeUndefined();
});

test('the axis ends at the next tenth', () => {
  expect(axisTop([0.31])).toBe(0.4);
  expect(axisTop([0.3])).toBe(0.3);
  expect(axisTop([0.97])).toBe(1);
  expect(axisTop([])).toBe(0.1);
});
