import { expect, test } from 'vitest';
import type { Check, CheckStatus } from '@/api/data';
import { bySeverity, tally } from './data';

function check(id: string, status: CheckStatus): Check {
  return { id, status, text: { zh: id, en: id }, remedy: null };
}

test('what does not work stands first, and otherwise the order of the doctor holds', () => {
  const checks = [check('a', 'ok'), check('b', 'warn'), check('c', 'fail'), check('d', 'warn')];
  expect(bySeverity(checks).map(({ id }) => id)).toEqual(['c', 'b', 'd', 'a']);
  expect(tally(checks)).toEqual({ fail: 1, warn: 2, ok: 1 });
});
