import type { Me, Role, RowPermission } from '../src/api/types';
import { ADMIN } from './server';

/** A session without a browser: what a test needs prepared, and checks that need no page. */
export interface Hand {
  me: Me;
  call: (verb: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>;
}

export interface Login {
  login: string;
  password: string;
}

/** Signs in without a browser. */
export async function handOf(url: string, who: Login = ADMIN): Promise<Hand> {
  const opened = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(who),
  });
  if (!opened.ok) throw new Error(`${who.login} cannot sign in: ${opened.status} ${await opened.text()}`);
  const cookie = opened.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const me = (await opened.json()) as Me;
  const call: Hand['call'] = (verb, path, body, headers = {}) =>
    fetch(`${url}/api/v1${path}`, {
      method: verb,
      headers: {
        cookie,
        'x-csrf-token': me.csrf,
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  return { me, call };
}

/** Makes somebody with a password of their own. */
export async function makePerson(
  url: string,
  login: string,
  roles: Role[],
  rows: RowPermission[] = [],
): Promise<Login> {
  const admin = await handOf(url);
  const made = await admin.call('POST', '/users', { login, name: login, roles, rows, lang: 'zh' });
  if (!made.ok) throw new Error(`${login} cannot be made: ${made.status} ${await made.text()}`);
  const { temporary_password } = (await made.json()) as { temporary_password: string };
  const own = await handOf(url, { login, password: temporary_password });
  const password = 'long walks by the sea 9';
  const changed = await own.call('POST', '/me/password', { current: temporary_password, new: password });
  if (!changed.ok) throw new Error(`${login} cannot change the password: ${changed.status} ${await changed.text()}`);
  return { login, password };
}
