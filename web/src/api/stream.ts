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

/** Listens to the one stream of the server; returns whether it is connected. */
export function useStale(): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => listen(client, setConnected), [client]);
  return connected;
}

/** Connects, and again when the connection was lost; what was missed meanwhile is read anew. Returns how to stop. */
function listen(client: QueryClient, onConnected: (connected: boolean) => void): () => void {
  let stream: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = AGAIN_MS;
  let lost = false;
  const connect = () => {
    stream = new EventSource(`${API}/stream`);
    stream.addEventListener('open', () => {
      onConnected(true);
      if (lost) void invalidateData(client);
      lost = false;
      wait = AGAIN_MS;
    });
    stream.addEventListener('error', () => {
      lost = true;
      onConnected(false);
      if (stream.readyState !== EventSource.CLOSED) return;
      // Refused rather than lost: perhaps the session has ended, which reading anything finds out.
      void client.invalidateQueries({ queryKey: ['/workspace'] });
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_MS);
    });
    stream.addEventListener('stale', () => void invalidateData(client));
    stream.addEventListener('job', (event) => keepJob(client, JSON.parse(event.data) as Job));
  };
  connect();
  return () => {
    clearTimeout(timer);
    stream.close();
  };
}
