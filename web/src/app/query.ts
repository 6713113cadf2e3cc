import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '@/api/problem';

/** Times that a read is tried again where the network, not the question, is the trouble. */
const RETRIES = 2;

/** The cache of answers; `onSignedOut` is called when the server no longer knows who asks. */
export function newQueryClient(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof ApiError && error.code === 'not-signed-in') onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        retry: (failures, error) => failures < RETRIES && !(error instanceof ApiError && error.status < 502),
        refetchOnWindowFocus: false,
      },
    },
  });
}
