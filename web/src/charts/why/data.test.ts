import { describe, expect, test } from 'vitest';
import type { Why, WhyDimension, WhySegment } from '@/api/metric';
import { LOOK as look } from '@/charts/lookOfTests';
import { effectsOption, effectText, waterfallOption, whyTable } from './data';
import { mainDimension, stepsOf, storyOf } from './steps';

const words = {
  segment: '分组',
  before: '之前',
  after: '之后',
  share: '占比',
  rate: '自身变化',
  mix: '结构变化',
  total: '合计',
  part: '占变化',
  rest: (count: number) => `其余 ${count} 组`,
};

const segment = (name: string | null, rate: number, mix = 0, wide = false): WhySegment => ({
  segment: name,
  value: [0.1, 0.1 + rate],
  share: [0.5, 0.5],
  rate,
  rate_interval: wide ? { low: rate - 1, high: rate + 1 } : { low: rate * 0.5, high: rate * 1.5 },
  mix,
  total: rate + mix,
  part: null,
});

function whyOf(segments: WhySegment[], more: Partial<Why> = {}): { why: Why; dimension: WhyDimension } {
  const rate = segments.reduce((sum, one) => sum + one.rate, 0);
  const mix = segments.reduce((sum, one) => sum + one.mix, 0);
  const dimension: WhyDimension = { dim: 'region', explained: 1, rate, mix, segments };
  const text = { zh: '流失率', en: 'churn' };
  const period = { label: '2024-01', first_day: '2024-01-01', last_day: '2024-01-31', status: 'complete' } as const;
  const why: Why = {
    metric: {
      id: 'churn_rate_start',
      version: 1,
      name: text,
      unit: 'rate',
      parts: null,
      definition: text,
      numerator: text,
      denominator: text,
      direction: 'lower_is_better',
      additivity: 'ratio',
      interval: 'wilson',
    },
    churn: { id: 'a', sentence: text },
    through: '2024-02-29',
    before: { period, numerator: 1, denominator: 10, value: 0.1 },
    after: { period, numerator: 1, denominator: 10, value: 0.1 + rate + mix },
    change: { absolute: rate + mix, relative: null },
    like_for_like: true,
    currency: null,
    dimensions: [dimension],
    ...more,
  };
  return { why, dimension };
}

type Bars = { series: { data: (number | { value: number })[] }[]; yAxis: { data: string[] } };
const numbers = (data: (number | { value: number })[] | undefined) =>
  (data ?? []).map((one) => (typeof one === 'number' ? one : one.value));

describe('steps', () => {
  test.each([1, 2, 9, 60])('of %d segments add up to the change', (count) => {
    const { why, dimension } = whyOf(
      Array.from({ length: count }, (_, index) => segment(`分组${index}`, (index % 3) * 0.01 - 0.008, 0.001)),
    );
    const steps = stepsOf(why, dimension);
    const sum = steps.slice(0, -1).reduce((total, step) => total + step.to - step.from, 0);
    expect(sum).toBeCloseTo(why.change.absolute, 12);
    expect(steps.at(-1)?.to).toBeCloseTo(steps.at(-2)?.to ?? 0, 12);
    expect(
      steps.reduce((total, step) => total + (step.kind === 'segment' || step.kind === 'rest' ? step.count : 0), 0),
    ).toBe(count);
  });
  test('of a metric without a denominator have no mix', () => {
    const { why, dimension } = whyOf([segment('a', 5)]);
    const metric = { ...why.metric, denominator: null, unit: 'customers' as const };
    expect(stepsOf({ ...why, metric }, dimension).map((step) => step.kind)).toEqual(['segment', 'total']);
  });
});

test('a bar that crosses 0 is drawn on both sides, and ends where its step ends', () => {
  const { why, dimension } = whyOf([segment('甲', 0.03), segment('乙', -0.025), segment('丙', -0.02)]);
  const option = waterfallOption(stepsOf(why, dimension), why, look, words) as unknown as Bars;
  const [from, above, under, below] = option.series.map((series) => numbers(series.data));
  const crossing = option.yAxis.data.indexOf('丙');
  expect(from?.[crossing]).toBe(0);
  expect(above?.[crossing]).toBeCloseTo(0.005);
  expect(under?.[crossing]).toBe(0);
  expect(below?.[crossing]).toBeCloseTo(-0.015);
});

test('what may be chance is said, and a dimension that tells more than chance comes first', () => {
  const noisy = whyOf([segment('甲', 0.02, 0, true)]);
  expect(storyOf(noisy.why, noisy.dimension).chance).toBe(true);
  const sure: WhyDimension = { dim: 'channel', explained: 0.2, rate: 0.02, mix: 0, segments: [segment('门店', 0.02)] };
  expect(mainDimension({ ...noisy.why, dimensions: [noisy.dimension, sure] })?.dim).toBe('channel');
  expect(mainDimension(noisy.why)?.dim).toBe('region');
  expect(mainDimension({ ...noisy.why, dimensions: [] })).toBeUndefined();
});

test('the leader moved along with the change, not against it', () => {
  const { why, dimension } = whyOf([segment('甲', -0.03), segment(null, 0.02), segment('丙', 0.02, 0.01)]);
  const story = storyOf(why, dimension);
  expect([story.direction, story.leader?.segment]).toEqual(['up', null]);
  expect(story.mixPart).toBeCloseTo(0.5);
});

test('no change has neither leader nor part of mix', () => {
  const { why, dimension } = whyOf([segment('甲', 0)]);
  expect(storyOf(why, dimension)).toMatchObject({ direction: 'same', leader: undefined, mixPart: null });
});

test('the table names what is not known and ends with the whole', () => {
  const { why, dimension } = whyOf([segment(null, 0.012, -0.002), segment('一个很长很长的中文分组名称用来试一试', 0)]);
  const { rows } = whyTable(dimension, why, look, words);
  expect(rows[0]?.[0]).toBe('（未知）');
  expect(rows.at(-1)?.slice(4)).toEqual(['+1.20 个百分点', '−0.20 个百分点', '+1.00 个百分点', '100%']);
});

test('effects of money keep their sign and unit; nothing to split is nothing to draw', () => {
  const { why, dimension } = whyOf([segment('甲', -1_200_000)]);
  const money = { ...why, currency: 'CNY', metric: { ...why.metric, unit: 'money' as const } };
  expect(effectText(1_200_000, money, look)).toBe('+¥1.20万');
  expect(effectText(-1_200_000, money, look)).toBe('−¥1.20万');
  expect(effectsOption(dimension, money, look, words)).toBeDefined();
  expect(effectsOption({ ...dimension, segments: [] }, money, look, words)).toBeUndefined();
});
