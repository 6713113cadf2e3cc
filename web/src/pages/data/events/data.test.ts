import { expect, test } from 'vitest';
import type { Batch } from '@/api/data';
import { bodyExample, curlExample, lastLive } from './data';

function batch(source: string, at: string): Batch {
  return { source, at } as Batch;
}

test('the last live batch is the latest of the live ones', () => {
  const batches = [
    batch('orders', '2026-03-09T00:00:00Z'),
    batch('live', '2026-03-01T00:00:00Z'),
    batch('live', '2026-03-02T00:00:00Z'),
  ];
  expect(lastLive(batches)).toBe('2026-03-02T00:00:00Z');
  expect(lastLive([])).toBeNull();
});

test('every line of the example is one object with what is required', () => {
  for (const line of bodyExample().split('\n')) {
    expect(JSON.parse(line)).toMatchObject({ customer_id: expect.any(String), occurred_at: expect.any(String) });
  }
});

test('the command names this server and no secret', () => {
  const command = curlExample('https://churn.example');
  expect(command).toContain('https://churn.example/api/v1/events');
  expect(command).toContain('Batch-Id:');
  expect(command).not.toMatch(/hf_/);
});
