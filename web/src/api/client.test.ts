import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type ServerOfTests, serverOfTests } from './serverOfTests';

let server: ServerOfTests;
let write: () => Promise<unknown>;
let upload: (signal?: AbortSignal) => Promise<unknown>;
let download: () => Promise<unknown>;
let readSession: () => Promise<unknown>;

beforeEach(async () => {
  vi.resetModules();
  server = serverOfTests();
  const client = await import('./client');
  const { sendFile } = await import('./upload');
  const { exportFile } = await import('./download');
  readSession = client.readSession;
  write = () => client.write('PATCH /me', { theme: 'dark' });
  upload = (signal = new AbortController().signal) =>
    sendFile(new File(['a'], 'a.csv'), { onProgress: () => undefined, signal });
  download = () => exportFile({ what: { kind: 'sql', query: 'SELECT 1' }, format: 'csv' }, 'a.csv');
  await readSession();
});
afterEach(() => vi.unstubAllGlobals());

/** What another tab may do to the session. */
const again = () => {
  server.session = { user: { id: 'li' }, csrf: 'two' };
};
const another = () => {
  server.session = { user: { id: 'wang' }, csrf: 'three' };
};
const out = () => {
  server.session = null;
};

test('a write shows the token of the session', async () => {
  await write();
  expect(server.writes).toEqual([['PATCH /api/v1/me', 'one']]);
});

test('a write after signing in again elsewhere is sent once more with the new token', async () => {
  again();
  expect(await write()).toEqual({ id: 'made' });
  expect(server.writes.map(([, token]) => token)).toEqual(['one', 'two']);
  await write();
  expect(server.writes.map(([, token]) => token)).toEqual(['one', 'two', 'two']);
  expect(server.reload).not.toHaveBeenCalled();
});

test('so is a download', async () => {
  again();
  expect(await download()).toMatchObject({ name: 'a.csv' });
  expect(server.writes.map(([, token]) => token)).toEqual(['one', 'two']);
});

test('an upload makes sure of its token before the file is on its way', async () => {
  again();
  expect(await upload()).toEqual({ id: 'made' });
  expect(server.writes).toEqual([['POST /api/v1/uploads', 'two']]);
});

test('an upload that was cancelled before is not sent', async () => {
  await expect(upload(AbortSignal.abort())).rejects.toHaveProperty('name', 'AbortError');
  expect(server.writes).toEqual([]);
});

describe.each([
  ['a write', () => write(), 1],
  ['a download', () => download(), 1],
  ['an upload', () => upload(), 2],
])('%s after somebody else signed in elsewhere', (_, act, reloads) => {
  test('is not done in their name: the page begins anew', async () => {
    another();
    await expect(act()).rejects.toHaveProperty('code', 'csrf');
    expect(server.writes.map(([, token]) => token)).toEqual(['one']);
    expect(server.reload).toHaveBeenCalledTimes(reloads);
  });
});

test('a page that finds nobody signed in any more begins anew', async () => {
  out();
  expect(await readSession()).toBeNull();
  expect(server.reload).toHaveBeenCalledTimes(1);
});
