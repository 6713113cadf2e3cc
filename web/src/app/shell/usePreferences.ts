import { useMutation, useQueryClient } from '@tanstack/react-query';
import { write } from '@/api/client';
import type { Me } from '@/api/types';
import { sessionQuery } from '@/app/session';

type Preferences = Partial<Pick<Me['user'], 'lang' | 'theme' | 'units' | 'name'>>;

/** Changes what somebody has chosen: shown at once, kept by the server. */
export function usePreferences(): (preferences: Preferences) => void {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (preferences: Preferences) => write('PATCH /me', preferences),
    onMutate: (preferences) => {
      client.setQueryData(sessionQuery.queryKey, (me) => me && { ...me, user: { ...me.user, ...preferences } });
    },
    onSuccess: (me) => client.setQueryData(sessionQuery.queryKey, me),
    onError: () => client.invalidateQueries({ queryKey: sessionQuery.queryKey }),
  });
  return mutate;
}
