import { afterEach, expect, test, vi } from 'vitest';
import { randomId } from './randomId';

const KIND = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

afterEach(() => vi.unstubAllGlobals());

test('ids are UUIDs and differ', () => {
  const ids = Array.from({ length: 100 }, randomId);
  for (const id of ids) expect(id).toMatch(KIND);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the fixed bits are right whatever is drawn, also where `crypto.randomUUID` is missing', () => {
  for (const drawn of [0x00, 0xff]) {
    vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => bytes.fill(drawn) });
    expect(randomId()).toMatch(KIND);
  }
});
