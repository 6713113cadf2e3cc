import { expect, test } from 'vitest';
import type { User } from '@/api/people';
import { afterReading, draftOf, onTopOf } from './draft';

const user = (version: number, about: Partial<User> = {}) =>
  ({ id: 'a', name: '陈晨', roles: ['viewer'], rows: [], disabled: false, theme: 'light', version, ...about }) as User;
const renamed = (base: User) => ({ base, edits: { ...draftOf(base).edits, name: '陈晨晨' } });

test('a draft without changes follows what is read', () => {
  const read = user(2, { name: '陈晓晨', disabled: true });
  expect(afterReading(draftOf(user(1)), read)).toEqual(draftOf(read));
});

test('a new password or theme takes nothing away, and the next save goes on from the new version', () => {
  const read = user(2, { must_change_password: true, theme: 'dark' });
  expect(afterReading(renamed(user(1)), read)).toEqual({ base: read, edits: renamed(user(1)).edits });
});

test('what somebody else changed does not move the version under a change: the server has to refuse', () => {
  const draft = renamed(user(1));
  expect(afterReading(draft, user(2, { disabled: true }))).toBe(draft);
});

test('what was saved here and is read again is no change any more', () => {
  const saved = user(2, { name: '陈晨晨' });
  expect(afterReading(renamed(user(1)), saved)).toEqual(draftOf(saved));
});

test('what was read before changes nothing', () => {
  const draft = draftOf(user(3));
  expect(afterReading(draft, user(3))).toBe(draft);
  expect(afterReading(draft, user(2, { name: '旧' }))).toBe(draft);
});

test('after the refusal own changes stand on top of the new version, and nothing of the other is undone', () => {
  const theirs = user(2, { disabled: true, rows: [{ dimension: 'region', values: ['华东'] }] });
  expect(onTopOf(renamed(user(1)), theirs)).toEqual({
    base: theirs,
    edits: { name: '陈晨晨', roles: ['viewer'], rows: theirs.rows, disabled: true },
  });
});

test('where both changed the same, one keeps what one typed and sees it before saving', () => {
  const theirs = user(2, { name: '陈大晨' });
  expect(onTopOf(renamed(user(1)), theirs).edits.name).toBe('陈晨晨');
});
