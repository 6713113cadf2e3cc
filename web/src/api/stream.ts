import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { API } from './client';
import type { Job } from './types';

/** Routes that tell who somebody is, not what the data say. */
const NOT_DATA = new Set<unknown>(['/setup', '/session']);

/** Reads again what rests on data. */
export function invalidateData(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ predicate: (query) => !NOT_DATA.has(query.queryKey[0]) });
}

/** Keeps what a job says about itself, in the list too. */
export function keepJob(client: QueryClient, job: Job): void {
  client.setQueryData(['/jobs/{id}', { path: { id: job.id } }], job);
  client.setQueryData<{ items: Job[] }>(['/jobs', {}], (list) => list && { ...list, items: withJob(list.items, job) });
}

/** A list with what a job says now in the place of what it said before, or at the top. */
export function withJob(items: readonly Job[], job: Job): Job[] {
  const known = items.some((item) => item.id === job.id);
  return known ? items.map((item) => (item.id === job.id ? job : item)) : [job, ...items];
}

/** Time until a connection that the browser has given up is tried again, and the longest such time. */
const AGAIN_MS = 1000;
const LONGEST_MS = 30_000;
/** Shorter gaps are not worth a word: the server ends a stream now and then so that permissions are looked at again. */
const GAP_MS = 6000;

/** Listens to the one stream of the server; returns whether it is connected. */
export function useStale(): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => listen(client, setConnected), [client]);
  return connected;
}

/** Connects, and again when the connection was lost; what was missed meanwhile is read anew. Returns how to stop. */
function listen(client: QueryClient, onConnected: (connected: boolean) => void): () => void {
  let stream: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = AGAIN_MS;
  let gap: ReturnType<typeof setTimeout> | undefined;
  let lost = false;
  let greeted = false;
  const close = () => {
    clearTimeout(timer);
    clearTimeout(gap);
    gap = undefined;
    stream?.close();
    lost = true;
  };
  const connect = () => {
    const opened = new EventSource(`${API}/stream`);
    stream = opened;
    opened.addEventListener('open', () => {
      clearTimeout(gap);
      gap = undefined;
      greeted = false;
      onConnected(true);
      if (lost) void invalidateData(client);
      lost = false;
      wait = AGAIN_MS;
    });
    opened.addEventListener('error', () => {
      lost = true;
      gap ??= setTimeout(() => onConnected(false), GAP_MS);
      if (opened.readyState !== EventSource.CLOSED) return;
      // Refused rather than lost: perhaps the session has ended, which reading anything finds out.
      void client.invalidateQueries({ queryKey: ['/workspace'] });
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_MS);
    });
    // A second greeting: there was more to tell than the server kept.
    opened.addEventListener('hello', () => {
      if (greeted) void invalidateData(client);
      greeted = true;
    });
    opened.addEventListener('stale', () => void invalidateData(client));
    opened.addEventListener('job', (event) => keepJob(client, JSON.parse(event.data) as Job));
  };
  // A browser has six connections to a server: tabs that nobody looks at give theirs back.
  const onVisibility = () => {
    close();
    if (document.visibilityState === 'visible') connect();
  };
  connect();
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}
