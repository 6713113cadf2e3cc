import { expect, test } from 'vitest';
import type { LeaderboardLine } from '@/api/models';
import { LIGHT } from '@/app/palette';
import { candidates, leaderboardOption, shortTime, whyChosen } from './leaderboard';

const line = (name: string, worse: number, chosen = false): LeaderboardLine => ({
  name,
  title: { zh: name, en: name },
  figures: { auc: null, log_loss: { value: 0.3 + worse, low: 0.28, high: null } } as LeaderboardLine['figures'],
  worse,
  worse_se: 0.01,
  chosen,
  weights: [],
});
const pick = (text: { zh: string }) => text.zh;

test('the best log loss stands first', () => {
  const list = candidates([line('logistic', 0.02), line('boosting', 0, true)], pick);
  expect(list.map(({ name }) => name)).toEqual(['boosting', 'logistic']);
  expect(whyChosen(list)).toBe('best');
});

test('a winner that is not the best is the simpler one', () => {
  expect(whyChosen(candidates([line('additive', 0.001, true), line('boosting', 0)], pick))).toBe('simpler');
  expect(whyChosen([])).toBeUndefined();
});

test('an interval with one end only is not drawn', () => {
  const option = leaderboardOption(candidates([line('a', 0, true)], pick), { logLoss: 'l', auc: 'a' }, LIGHT);
  const series = (option?.series ?? []) as { data: unknown[] }[];
  expect(series[0]?.data).toHaveLength(1);
  expect(series[1]?.data).toHaveLength(0);
});

test('times are short', () => {
  expect(shortTime(6.46, 'en')).toBe('6.5 s');
  expect(shortTime(200, 'zh')).toBe('3 分');
});
