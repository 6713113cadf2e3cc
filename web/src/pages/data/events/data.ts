import type { Batch } from '@/api/data';

/** The source that live events are of. */
export const LIVE = 'live';

/** When events last came in by the interface; null: never, as far as the batches at hand tell. */
export function lastLive(batches: readonly Batch[]): string | null {
  const times = batches.filter((batch) => batch.source === LIVE).flatMap((batch) => batch.at ?? []);
  return times.reduce<string | null>(
    (last, at) => (last === null || Date.parse(at) > Date.parse(last) ? at : last),
    null,
  );
}

/** Two events as they are sent: one JSON object a line. */
export function bodyExample(): string {
  return [
    { customer_id: '00017', occurred_at: '2026-03-01T09:30:00+08:00', kind: 'order', amount: 128.5, event_id: 'A-1' },
    { customer_id: '00018', occurred_at: '2026-03-01T09:31:12+08:00', kind: 'visit', event_id: 'A-2' },
  ]
    .map((event) => JSON.stringify(event))
    .join('\n');
}

/** A command that sends a file of events; the token comes from the environment, so that it is in no history. */
export function curlExample(origin: string): string {
  return [
    `curl ${origin}/api/v1/events \\`,
    '  -H "Authorization: Bearer $HOLDFAST_TOKEN" \\',
    '  -H "Content-Type: application/x-ndjson" \\',
    '  -H "Batch-Id: orders-2026-03-01T09:31" \\',
    '  --data-binary @events.jsonl',
  ].join('\n');
}
