import { describe, expect, test } from 'vitest';
import type { RoleListed, User } from '@/api/people';
import { deviceOf, matching, matrix, mayLend, rolesProblem, separation, withValues } from './data';

const user = (name: string, roles: User['roles'], disabled = false) =>
  ({ name, login: `${name}.login`, roles, disabled }) as User;

describe('roles of one person', () => {
  test('none is refused', () => expect(rolesProblem([])).toBe('none'));
  test('the auditor stands alone', () => {
    expect(rolesProblem(['security_auditor'])).toBeNull();
    expect(rolesProblem(['security_auditor', 'viewer'])).toBe('auditor');
  });
  test('administration and business in one hand is advised against', () => {
    expect(rolesProblem(['administrator', 'analyst'])).toBe('mixed');
    expect(rolesProblem(['manager', 'agent'])).toBeNull();
  });
});

test('separation of duties looks at those who may sign in', () => {
  const users = [user('Li', ['administrator', 'analyst']), user('Wang', ['security_auditor'], true)];
  expect(separation(users)).toEqual({ mixed: ['Li'], noAuditor: true });
  expect(separation([user('Wang', ['security_auditor'])])).toEqual({ mixed: [], noAuditor: false });
});

test('users are found by name or login, whatever the case', () => {
  const users = [user('张伟', ['viewer']), user('Anna', ['viewer'])];
  expect(matching(users, ' anna.LOG').map((found) => found.name)).toEqual(['Anna']);
  expect(matching(users, '张')).toHaveLength(1);
  expect(matching(users, '')).toHaveLength(2);
});

test('the matrix has a row for each permission that some role has', () => {
  const roles: Pick<RoleListed, 'permissions'>[] = [
    { permissions: ['view_metrics'] },
    { permissions: ['view_customers'] },
  ];
  expect(matrix(roles, ['view_metrics', 'unmask', 'view_customers'])).toEqual([
    { permission: 'view_metrics', held: [true, false] },
    { permission: 'view_customers', held: [false, true] },
  ]);
});

test('a token is lent what its owner has; sending events takes managing data', () => {
  expect(mayLend('view_metrics', ['view_metrics'])).toBe(true);
  expect(mayLend('run_sql', ['view_metrics'])).toBe(false);
  expect(mayLend('write_events', ['manage_data'])).toBe(true);
});

test('rows of a dimension are replaced; none means no restriction, not nothing', () => {
  const rows = [{ dimension: 'region' as const, values: ['华东'] }];
  expect(withValues(rows, 'owner', [' 李娜 ', '李娜', ''])).toEqual([
    ...rows,
    { dimension: 'owner', values: ['李娜'] },
  ]);
  expect(withValues(rows, 'region', [])).toEqual([]);
});

test('a browser in a few words', () => {
  expect(deviceOf('Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0')).toBe('Edge · Windows');
  expect(deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari')).toBe('Safari · iPhone');
  expect(deviceOf('curl/8')).toBeNull();
  expect(deviceOf('')).toBeNull();
});
