import createClient, { type Middleware } from 'openapi-fetch';
import type { paths } from '../../.generated/schema';
import type { Gets, Writes } from './answers';
import { csrfHeaders, follows, sendGuarded } from './csrf';
import { ApiError, problemOf } from './problem';
import { randomId } from './randomId';
import { reachWhole } from './reach';
import type { Me } from './types';

export type QueryValue = string | number | boolean | null | undefined | (string | number)[];

/** Parts of an address. */
export interface Params<Name extends string = string> {
  path?: Record<string, string | number>;
  query?: { [Asked in Name]?: QueryValue };
}

/** Names that a read may be asked with, as `openapi.json` has them. */
export type QueryName<Path extends keyof Gets> = keyof NonNullable<
  paths[`/api/v1${Path}`]['get']['parameters']['query']
> &
  string;

/** What a write may carry beside its body. */
export interface WriteOptions extends Params {
  /** The version that the edit was made from. */
  ifMatch?: number | string;
  /** A write with the same key is done once. */
  idempotencyKey?: string;
  signal?: AbortSignal;
}

/** Address of the API; the page is served by the same server. */
export const API = '/api/v1';

const guard: Middleware = {
  onRequest({ request }) {
    if (request.method === 'GET') return request;
    for (const [name, value] of Object.entries(csrfHeaders())) request.headers.set(name, value);
    return request;
  },
};

type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type AnyPaths = Record<
  string,
  Record<Lowercase<Verb>, { responses: { 200: { content: { 'application/json': unknown } } } }>
>;
const transport = createClient<AnyPaths>({
  baseUrl: API,
  credentials: 'same-origin',
  fetch: reachWhole,
  querySerializer: { array: { style: 'form', explode: true } },
});
transport.use(guard);

/** Reads. */
export function get<Path extends keyof Gets>(
  path: Path,
  params: Params<QueryName<Path>> = {},
  signal?: AbortSignal,
): Promise<Gets[Path]> {
  return send('GET', path, { ...params, signal }) as Promise<Gets[Path]>;
}

/** Writes: `write('PATCH /users/{id}', body, { path: { id }, ifMatch: version })`. */
export function write<Route extends keyof Writes>(
  route: Route,
  body: Writes[Route][0],
  options: WriteOptions = {},
): Promise<Writes[Route][1]> {
  const [verb, path] = route.split(' ') as [Verb, string];
  return send(verb, path, options, body) as Promise<Writes[Route][1]>;
}

/**
 * Reads who is signed in; null: nobody. Where that is no longer the person whom the page was made for, because somebody signed in or out
 * in another tab, the page begins anew: nothing of the former person may stay.
 */
export async function readSession(signal?: AbortSignal): Promise<Me | null> {
  const me = await get('/session', {}, signal).catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  });
  if (!follows(me)) window.location.reload();
  return me;
}

/** Sends a write, and once more where the same person has signed in again in another tab. `send` reads `csrfHeaders` each time. */
export function guarded<Answer>(send: () => Promise<Answer>): Promise<Answer> {
  return sendGuarded(send, async () => follows(await readSession()));
}

/** A key for a write that must not happen twice however often it is sent. */
export function newIdempotencyKey(): string {
  return randomId();
}

/** Drops what is not asked for, so that the same question has one address. */
export function askedFor(query: Record<string, QueryValue> = {}): Record<string, QueryValue> {
  return Object.fromEntries(
    Object.entries(query).filter(
      ([, value]) => value !== undefined && value !== null && value !== '' && !isEmpty(value),
    ),
  );
}

function send(verb: Verb, path: string, options: WriteOptions, body?: unknown): Promise<unknown> {
  const once = () => sendOnce(verb, path, options, body);
  return verb === 'GET' ? once() : guarded(once);
}

async function sendOnce(verb: Verb, path: string, options: WriteOptions, body: unknown): Promise<unknown> {
  const headers: Record<string, string> = {};
  if (options.ifMatch !== undefined) headers['If-Match'] = `"${options.ifMatch}"`;
  if (options.idempotencyKey !== undefined) headers['Idempotency-Key'] = options.idempotencyKey;
  const form = body instanceof FormData;
  const { data, error, response } = await transport.request(verb.toLowerCase() as Lowercase<Verb>, path, {
    params: { path: options.path, query: askedFor(options.query) },
    headers,
    signal: options.signal,
    ...(body === undefined ? {} : { body, bodySerializer: form ? (value: unknown) => value : undefined }),
  } as never);
  if (!response.ok) throw new ApiError(problemOf(response.status, error, response.headers.get('x-request-id')));
  return data;
}

function isEmpty(value: QueryValue): boolean {
  return Array.isArray(value) && value.length === 0;
}
