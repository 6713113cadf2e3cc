import { expect, test } from 'vitest';
import { ApiError, changedElsewhere, NoConnection, problemFrom, problemOf } from './problem';

const locked = {
  type: 'about:blank',
  title: 'locked',
  status: 423,
  detail: 'locked',
  code: 'locked',
  problem: { zh: '账号已锁定', en: 'The account is locked' },
  remedy: { zh: '请稍后重试', en: 'Try again later' },
};

test('a problem of the server stays what it is', () => {
  const problem = problemOf(423, locked);
  expect(problem.code).toBe('locked');
  expect(problem.problem.zh).toBe('账号已锁定');
});

test('a page of a proxy becomes a problem with its status in both languages', () => {
  const problem = problemOf(502, '<html>Bad gateway</html>', 'r1');
  expect(problem).toMatchObject({ code: 'http-502', status: 502, request_id: 'r1' });
  expect(problem.problem.zh).toContain('502');
  expect(problem.problem.en).toContain('502');
});

test('only a server that was not reached is told as that, not a mistake of the page', () => {
  expect(problemFrom(new NoConnection()).code).toBe('no-connection');
  expect(problemFrom(new TypeError("Cannot read properties of undefined (reading 'id')"))).toMatchObject({
    code: 'unexpected',
    detail: "Cannot read properties of undefined (reading 'id')",
  });
});

test('a part of the pages that is missing is told as that, as each browser says it', () => {
  for (const said of [
    'Failed to fetch dynamically imported module: http://holdfast.test/assets/x.js',
    'error loading dynamically imported module: http://holdfast.test/assets/x.js',
    'Importing a module script failed.',
  ])
    expect(problemFrom(new TypeError(said)).code).toBe('part-missing');
});

test('a write that came second is known as that', () => {
  expect(changedElsewhere(new ApiError(problemOf(412, null)))).toBe(true);
  expect(changedElsewhere(new ApiError(problemOf(409, null)))).toBe(false);
  expect(changedElsewhere(new NoConnection())).toBe(false);
});

test('whatever is thrown becomes a problem', () => {
  expect(problemFrom(new ApiError(problemOf(404, null))).status).toBe(404);
  expect(problemFrom('odd').detail).toBe('odd');
});
