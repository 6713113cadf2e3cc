import { afterEach, expect, test, vi } from 'vitest';
import { NoConnection } from './problem';
import { reach, reachWhole } from './reach';

const REQUEST = new Request('http://holdfast.test/api/v1/workspace');

afterEach(() => vi.unstubAllGlobals());

test('what fetch throws is no connection, what was cancelled stays cancelled', async () => {
  await expect(reach(Promise.reject(new TypeError('Failed to fetch')))).rejects.toBeInstanceOf(NoConnection);
  await expect(reach(Promise.reject(new DOMException('', 'AbortError')))).rejects.toHaveProperty('name', 'AbortError');
});

test('a connection that breaks off within an answer is no connection', async () => {
  const broken = new ReadableStream({ start: (stream) => stream.error(new TypeError('terminated')) });
  vi.stubGlobal('fetch', async () => new Response(broken));
  await expect(reachWhole(REQUEST)).rejects.toBeInstanceOf(NoConnection);
});

test('an answer stays what it is, with a body or without', async () => {
  vi.stubGlobal('fetch', async () => Response.json({ zh: '流失' }, { status: 412, headers: { 'x-request-id': 'r1' } }));
  const answer = await reachWhole(REQUEST);
  expect([answer.status, answer.headers.get('x-request-id'), await answer.json()]).toEqual([412, 'r1', { zh: '流失' }]);
  vi.stubGlobal('fetch', async () => new Response(null, { status: 204 }));
  expect((await reachWhole(REQUEST)).status).toBe(204);
});
