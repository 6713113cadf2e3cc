import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { readAll } from './all';
import type { Gets, Writes } from './answers';
import { get, type Params, type QueryName, type WriteOptions, write } from './client';
import type { ApiError } from './problem';
import type { Part } from './types';

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
  params: Params<QueryName<Path>> = {},
  options: GetOptions = {},
): UseQueryResult<Gets[Path], ApiError> {
  return useQuery<Gets[Path], ApiError>({
    queryKey: keyOf(path, params),
    queryFn: ({ signal }) => get(path, params, signal),
    enabled: options.enabled ?? true,
    ...(options.keep ? { placeholderData: keepPreviousData as never } : {}),
  });
}

/** Routes that answer in pages. */
export type Paged = { [Path in keyof Gets]: Gets[Path] extends Part<unknown> ? Path : never }[keyof Gets];

/** Reads a list page by page: `data.pages.flatMap((page) => page.items)`, `fetchNextPage` for more. */
export function useGetPages<Path extends Paged>(
  path: Path,
  params: Params<QueryName<Path>> = {},
  options: GetOptions = {},
): UseInfiniteQueryResult<InfiniteData<Gets[Path]>, ApiError> {
  return useInfiniteQuery<Gets[Path], ApiError, InfiniteData<Gets[Path]>, readonly unknown[], string | null>({
    queryKey: [path, 'pages', params],
    queryFn: ({ signal, pageParam }) => get(path, { ...params, query: { ...params.query, cursor: pageParam } }, signal),
    initialPageParam: null,
    getNextPageParam: (last) => (last as Part<unknown>).next_cursor,
    enabled: options.enabled ?? true,
    ...(options.keep ? { placeholderData: keepPreviousData as never } : {}),
  });
}

type ItemOf<Path extends Paged> = Gets[Path] extends Part<infer Item> ? Item : never;

/** Items that the server gives at once at most. */
const MOST_AT_ONCE = 200;

/** Reads a list to its end: for what is to be searched or judged as a whole, where there are not very many. */
export function useGetAll<Path extends Paged>(
  path: Path,
  options: Pick<GetOptions, 'enabled'> = {},
): UseQueryResult<ItemOf<Path>[], ApiError> {
  return useQuery<ItemOf<Path>[], ApiError>({
    queryKey: [path, 'all'],
    queryFn: ({ signal }) =>
      readAll((cursor) => {
        const query = { cursor, limit: MOST_AT_ONCE } as Params<QueryName<Path>>['query'];
        return get(path, { query }, signal) as unknown as Promise<Part<ItemOf<Path>>>;
      }),
    enabled: options.enabled ?? true,
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
