import { describe, expect, test } from 'vitest';
import { AT_THE_DOOR, afterRefusal, isInside, passwordRules, providerProblem, waitSeconds } from './data';

const problem = (status: number, code: string, retry_after_s?: number) => ({
  type: 'about:blank',
  title: code,
  status,
  detail: code,
  code,
  problem: { zh: code, en: code },
  remedy: { zh: '', en: '' },
  retry_after_s,
});

describe('a refused sign-in', () => {
  test('asks for the code where a second factor is needed, and keeps asking after a wrong one', () => {
    const asked = afterRefusal(AT_THE_DOOR, problem(401, 'second-factor-needed'), 0);
    expect(asked).toMatchObject({ step: 'code', problem: null });
    expect(afterRefusal(asked, problem(401, 'wrong-code'), 0)).toMatchObject({
      step: 'code',
      problem: { code: 'wrong-code' },
    });
  });
  test('counts down while locked', () => {
    const locked = afterRefusal(AT_THE_DOOR, problem(423, 'locked', 90), 1_000);
    expect(locked.lockedWhy).toBe('locked');
    expect(waitSeconds(locked, 1_000)).toBe(90);
    expect(waitSeconds(locked, 91_000)).toBe(0);
  });
  test('waits even where the server does not say how long', () => {
    expect(waitSeconds(afterRefusal(AT_THE_DOOR, problem(429, 'too-many'), 0), 0)).toBe(30);
  });
});

describe('rules of a password', () => {
  const met = (typed: Parameters<typeof passwordRules>[0]) =>
    passwordRules(typed, { min_length: 10, max_length: 20 })
      .filter((rule) => rule.met)
      .map((rule) => rule.id);
  test('nothing typed keeps none', () =>
    expect(met({ password: '', again: '', login: 'li', current: '' })).toEqual([]));
  test('characters are counted, not bytes', () => {
    expect(met({ password: '正确的马电池订书钉呀', again: '' })).toEqual(['length']);
  });
  test('too long is told too', () => expect(met({ password: 'x'.repeat(21), again: '' })).toEqual([]));
  test('the login in it is seen whatever its case', () => {
    expect(met({ password: 'xxLiNaxxxx', again: 'xxLiNaxxxx', login: 'lina' })).toEqual(['length', 'again']);
  });
  test('all kept', () => {
    const typed = { password: 'quiet harbour 7', again: 'quiet harbour 7', login: 'lina', current: 'old one here' };
    expect(met(typed)).toEqual(['length', 'login', 'same', 'again']);
  });
});

test('a sign-in leads to addresses of this server alone', () => {
  expect(isInside('/customers?level=red')).toBe(true);
  for (const address of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    expect(isInside(address)).toBe(false);
  }
});

test('what a provider refused is told in words of ours, whatever stands in the address', () => {
  expect(providerProblem('no-role')).toBe('no-role');
  for (const other of ['provider-failed', 'toString', '', '<b>']) expect(providerProblem(other)).toBe('other');
});
