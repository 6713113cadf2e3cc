import { beforeEach, expect, test, vi } from 'vitest';
import { csrfHeaders, follows, keepSession, sendGuarded } from './csrf';
import { ApiError, problemOf } from './problem';

const session = (id: string, csrf: string) => ({ user: { id }, csrf });
const refusal = (status: number, code: string) =>
  new ApiError(problemOf(status, { code, problem: { zh: '', en: '' }, remedy: { zh: '', en: '' } }));

beforeEach(() => keepSession(session('li', 'one')));

test('writes show the token of whoever is signed in', () => {
  expect(csrfHeaders()).toEqual({ 'X-CSRF-Token': 'one' });
  keepSession(null);
  expect(csrfHeaders()).toEqual({});
});

test('the page follows the same person, not another one and not nobody', () => {
  expect(follows(session('li', 'two'))).toBe(true);
  expect(csrfHeaders()).toEqual({ 'X-CSRF-Token': 'two' });
  expect(follows(session('wang', 'three'))).toBe(false);
  expect(follows(null)).toBe(false);
  expect(csrfHeaders()).toEqual({ 'X-CSRF-Token': 'two' });
});

test('a page that was made for nobody follows whoever is signed in', () => {
  keepSession(null);
  expect(follows(session('wang', 'three'))).toBe(true);
  expect(csrfHeaders()).toEqual({ 'X-CSRF-Token': 'three' });
});

test('a write whose token is no longer good is sent once more with the new one', async () => {
  const shown: unknown[] = [];
  const send = async () => {
    shown.push(csrfHeaders()['X-CSRF-Token']);
    if (shown.length === 1) throw refusal(403, 'csrf');
    return 'done';
  };
  expect(await sendGuarded(send, async () => follows(session('li', 'two')))).toBe('done');
  expect(shown).toEqual(['one', 'two']);
});

test('it is not sent again for somebody else, nor a third time, nor after another refusal', async () => {
  const send = vi.fn(() => Promise.reject(refusal(403, 'csrf')));
  await expect(sendGuarded(send, async () => follows(session('wang', 'two')))).rejects.toHaveProperty('code', 'csrf');
  expect(send).toHaveBeenCalledTimes(1);
  await expect(sendGuarded(send, async () => true)).rejects.toHaveProperty('code', 'csrf');
  expect(send).toHaveBeenCalledTimes(3);
  const renew = vi.fn(async () => true);
  await expect(sendGuarded(() => Promise.reject(refusal(403, 'forbidden')), renew)).rejects.toHaveProperty(
    'status',
    403,
  );
  expect(renew).not.toHaveBeenCalled();
});
