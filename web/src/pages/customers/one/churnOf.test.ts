import { expect, test } from 'vitest';
import { churnOf } from './churnOf';

const text = (zh: string) => ({ zh, en: zh });
const days90 = { id: 'a', sentence: text('90 天'), default: true };
const days30 = { id: 'b', sentence: text('30 天'), default: false };

test('a score means by churn what its model was trained under, not the default', () => {
  expect(churnOf({ churn: text('30 天') }, [days90, days30])).toEqual(text('30 天'));
});

test('without the model only a definition that stands alone is told', () => {
  expect(churnOf(undefined, [days90])).toEqual(text('90 天'));
  expect(churnOf(undefined, [days90, days30])).toBeNull();
  expect(churnOf(undefined, [])).toBeNull();
});
