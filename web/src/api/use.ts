import {
  keepPreviousData,
  type UseMutationResult,
  type UseQueryResult,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { Gets, Writes } from './answers';
import { get, type Params, type WriteOptions, write } from './client';
import type { ApiError } from './problem';

export interface GetOptions {
  enabled?: boolean;
  /** Shows the answer to the last question until this one's is there: for filters, not for another thing. */
  keep?: boolean;
}

/** The key of a read: its route first, so that everything of a route can be called stale at once. */
export function keyOf<Path extends keyof Gets>(path: Path, params: Params = {}): readonly [Path, Params] {
  return [path, params];
}

/** Reads a route and reads it again when the server says that it is stale. */
export function useGet<Path extends keyof Gets>(
  path: Path,
  params: Params = {},
  options: GetOptions = {},
): UseQueryResult<Gets[Path], ApiError> {
  return useQuery<Gets[Path], ApiError>({
    queryKey: keyOf(path, params),
    queryFn: ({ signal }) => get(path, params, signal),
    enabled: options.enabled ?? true,
    ...(options.keep ? { placeholderData: keepPreviousData as never } : {}),
  });
}

export interface Written<Route extends keyof Writes> extends WriteOptions {
  body: Writes[Route][0];
}

/** Writes, then reads the named routes again. */
export function useWrite<Route extends keyof Writes>(
  route: Route,
  invalidates: (keyof Gets)[] = [],
): UseMutationResult<Writes[Route][1], ApiError, Written<Route>> {
  const client = useQueryClient();
  return useMutation<Writes[Route][1], ApiError, Written<Route>>({
    mutationFn: ({ body, ...options }) => write(route, body, options),
    onSuccess: async () => {
      await Promise.all(invalidates.map((path) => client.invalidateQueries({ queryKey: [path] })));
    },
  });
}
