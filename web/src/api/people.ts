import type { Bilingual, Lang, Permission, Role, RowPermission, Theme, Units } from './types';

/** Somebody who may sign in, as administrators see them. */
export interface User {
  id: string;
  login: string;
  name: string;
  roles: Role[];
  rows: RowPermission[];
  lang: Lang;
  theme: Theme;
  units: Units;
  disabled: boolean;
  totp: boolean;
  /** Signs in through the identity provider. */
  provided: boolean;
  must_change_password: boolean;
  last_seen_at: string | null;
  created_at: string;
  version: number;
}

/** A user that is made: the password is temporary and shown once. */
export interface NewUser {
  login: string;
  name: string;
  roles: Role[];
  rows: RowPermission[];
  lang?: Lang;
}

/** A session of one's own. */
export interface Session {
  id: string;
  current: boolean;
  created_at: string;
  last_seen_at: string;
  expires_at: string;
  address: string;
  device: string;
}

export type Scope = Exclude<Permission, 'unmask' | 'manage_users' | 'manage_settings'>;

/** What a program signs in with; never the secret itself. */
export interface Token {
  id: string;
  name: string;
  hint: string;
  scopes: Scope[];
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}

/** A line of the audit log. */
export interface AuditEntry {
  seq: number;
  at: string;
  actor_id: string | null;
  actor: string;
  action: string;
  target: string;
  detail: unknown;
  hash: string;
  previous_hash: string;
}

/** Whether the chain of the audit log holds. */
export interface AuditVerification {
  ok: boolean;
  entries: number;
  first_bad: number | null;
  last_hash: string;
}

/** What each role may do. */
export interface RoleListed {
  role: Role;
  name: Bilingual;
  permissions: Permission[];
}
