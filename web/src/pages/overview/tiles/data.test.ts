import { expect, test } from 'vitest';
import type { Comparison, Tile } from '@/api/metric';
import { deltasOf } from './data';

const style = { lang: 'zh', units: 'wan' } as const;
const words = { previous: '环比', last_year: '同比', unlike: '（未完）' };
const text = { zh: '', en: '' };

function tileOf(comparisons: Comparison[], unit: Tile['unit'] = 'rate'): Tile {
  const metric = {
    id: 'm',
    version: 1,
    name: text,
    unit,
    parts: null,
    definition: text,
    numerator: text,
    denominator: null,
    direction: 'lower_is_better',
    additivity: 'ratio',
    interval: 'none',
  } as const;
  return {
    id: 'x',
    metric,
    churn: { id: 'a', sentence: text },
    period: '2024-02',
    status: 'complete',
    currency: null,
    value: 1,
    unit,
    numerator: 1,
    denominator: null,
    interval: null,
    comparisons,
    series: [],
    sql: '',
  };
}

const comparison = (absolute: number | null, more: Partial<Comparison> = {}): Comparison => ({
  with: 'previous',
  period: '2024-01',
  status: 'complete',
  value: 1,
  change: absolute === null ? null : { absolute, relative: absolute },
  like_for_like: true,
  ...more,
});

test('a difference has its sign and unit; one that is not known is not shown as 0', () => {
  const deltas = deltasOf(tileOf([comparison(-0.012), comparison(null, { with: 'last_year' })]), style, words);
  expect(deltas).toEqual([{ label: '环比', text: '−1.2 个百分点', sign: -1 }]);
});

test('a whole period against an unfinished one is neither good nor bad news', () => {
  const [delta] = deltasOf(tileOf([comparison(-0.5, { like_for_like: false })], 'customers'), style, words);
  expect(delta).toEqual({ label: '环比', text: '−50.0% （未完）', sign: null });
});
