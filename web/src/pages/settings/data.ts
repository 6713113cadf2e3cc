import type { RoleListed, Scope, User } from '@/api/people';
import type { Permission, Role, RowPermission } from '@/api/types';

export const ROLES: readonly Role[] = ['administrator', 'security_auditor', 'analyst', 'manager', 'agent', 'viewer'];
export const DIMENSIONS: readonly RowPermission['dimension'][] = ['region', 'channel', 'owner'];
const BUSINESS: readonly Role[] = ['analyst', 'manager', 'agent', 'viewer'];

export const SECTIONS = ['me', 'appearance', 'tokens', 'users', 'audit', 'about'] as const;
export type Section = (typeof SECTIONS)[number];

/** What it takes to see a section. */
export const SECTION_NEEDS: Partial<Record<Section, Permission>> = { users: 'manage_users', audit: 'view_audit' };

/** What may be lent to a token; the permissions of people alone (unmasking, users, settings) are not among them. */
export const SCOPES: readonly Scope[] = [
  'view_metrics',
  'run_sql',
  'view_customers',
  'export',
  'edit_questions',
  'view_models',
  'manage_models',
  'view_data',
  'manage_data',
  'write_events',
  'view_audit',
];

/** Whether somebody may lend a scope to a token. */
export function mayLend(scope: Scope, permissions: readonly Permission[]): boolean {
  return permissions.includes(scope === 'write_events' ? 'manage_data' : scope);
}

/** What is wrong with a set of roles: the first two are refused, the last is advised against. */
export function rolesProblem(roles: readonly Role[]): 'none' | 'auditor' | 'mixed' | null {
  if (roles.length === 0) return 'none';
  if (roles.includes('security_auditor') && roles.length > 1) return 'auditor';
  if (isMixed(roles)) return 'mixed';
  return null;
}

/** What the list of users says about separation of duties. */
export function separation(users: readonly User[]): { mixed: string[]; noAuditor: boolean } {
  const active = users.filter((user) => !user.disabled);
  return {
    mixed: active.filter((user) => isMixed(user.roles)).map((user) => user.name),
    noAuditor: !active.some((user) => user.roles.includes('security_auditor')),
  };
}

/** Users whose name or login holds what was typed. */
export function matching(users: readonly User[], typed: string): User[] {
  const wanted = typed.trim().toLowerCase();
  return users.filter((user) => `${user.name} ${user.login}`.toLowerCase().includes(wanted));
}

/** A row of the matrix: a permission, and which roles have it. */
export interface MatrixRow {
  permission: Permission;
  held: boolean[];
}

/** The matrix of roles and permissions; permissions that no role has are left out. */
export function matrix(roles: readonly Pick<RoleListed, 'permissions'>[], order: readonly Permission[]): MatrixRow[] {
  return order
    .map((permission) => ({ permission, held: roles.map((role) => role.permissions.includes(permission)) }))
    .filter((row) => row.held.some(Boolean));
}

/** Row permissions with the values of one dimension replaced; a dimension without values is not restricted. */
export function withValues(
  rows: readonly RowPermission[],
  dimension: RowPermission['dimension'],
  values: readonly string[],
): RowPermission[] {
  const next = new Map(rows.map((row) => [row.dimension, row.values]));
  next.set(dimension, [...new Set(values.map((value) => value.trim()).filter(Boolean))]);
  return DIMENSIONS.flatMap((each) => {
    const chosen = next.get(each) ?? [];
    return chosen.length > 0 ? [{ dimension: each, values: chosen }] : [];
  });
}

/** What a browser says about itself, in a few words: Chrome · Windows. Null where it says nothing that is known. */
export function deviceOf(agent: string): string | null {
  const browser = [
    ['Edg/', 'Edge'],
    ['MicroMessenger', 'WeChat'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari', 'Safari'],
  ].find(([mark]) => agent.includes(mark as string))?.[1];
  const system = [
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Android', 'Android'],
    ['Windows', 'Windows'],
    ['Mac OS X', 'macOS'],
    ['Linux', 'Linux'],
  ].find(([mark]) => agent.includes(mark as string))?.[1];
  return [browser, system].filter(Boolean).join(' · ') || null;
}

function isMixed(roles: readonly Role[]): boolean {
  return roles.includes('administrator') && roles.some((role) => BUSINESS.includes(role));
}
