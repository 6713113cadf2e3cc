import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { get, keepCsrf } from '@/api/client';
import { ApiError } from '@/api/problem';
import type { Me, Permission, Setup } from '@/api/types';

/** Who is signed in; null: nobody. */
export const sessionQuery = queryOptions<Me | null>({
  queryKey: ['/session'],
  queryFn: async ({ signal }) => {
    try {
      const me = await get('/session', {}, signal);
      keepCsrf(me.csrf);
      return me;
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
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
