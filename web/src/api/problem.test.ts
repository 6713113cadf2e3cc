import { expect, test } from 'vitest';
import { ApiError, problemFrom, problemOf } from './problem';

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

test('what fetch throws without a network is no connection', () => {
  expect(problemFrom(new TypeError('Failed to fetch')).code).toBe('no-connection');
  expect(problemFrom(new ApiError(problemOf(404, null))).status).toBe(404);
  expect(problemFrom('odd').detail).toBe('odd');
});
