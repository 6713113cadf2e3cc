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

/** Listens to the one stream of the server; returns whether it is connected. */
export function useStale(): boolean {
  const client = useQueryClient();
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    const stream = new EventSource(`${API}/stream`);
    let lost = false;
    stream.addEventListener('open', () => {
      setConnected(true);
      if (lost) void invalidateData(client);
      lost = false;
    });
    stream.addEventListener('error', () => {
      lost = true;
      setConnected(false);
    });
    stream.addEventListener('stale', () => void invalidateData(client));
    stream.addEventListener('job', (event) => keepJob(client, JSON.parse(event.data) as Job));
    return () => stream.close();
  }, [client]);
  return connected;
}
