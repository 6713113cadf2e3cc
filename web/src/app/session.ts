import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { get, readSession } from '@/api/client';
import type { Me, Permission, Setup } from '@/api/types';

/** Who is signed in; null: nobody. */
export const sessionQuery = queryOptions<Me | null>({
  queryKey: ['/session'],
  queryFn: ({ signal }) => readSession(signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Whether the first administrator is still to be made, and how one may sign in. */
export const setupQuery = queryOptions<Setup>({
  queryKey: ['/setup'],
  queryFn: ({ signal }) => get('/setup', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Whoever is signed in; only inside the shell, which is not shown to anybody else. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(sessionQuery);
  if (data === null) throw new Error('nobody is signed in');
  return data;
}

/** Whether the one signed in may do something. */
export function useMay(permission: Permission): boolean {
  return useMe().permissions.includes(permission);
}
