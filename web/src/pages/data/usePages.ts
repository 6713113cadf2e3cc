import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Gets } from '@/api/answers';
import { get, type QueryValue } from '@/api/client';
import type { ApiError } from '@/api/problem';
import type { Page, Part } from '@/api/types';

/** Routes that answer in pages. */
type Paged = { [Path in keyof Gets]: Gets[Path] extends Part<unknown> ? Path : never }[keyof Gets];
type ItemOf<Path extends Paged> = Gets[Path] extends Part<infer Item> ? Item : never;
type Rows<Path extends Paged> = Part<ItemOf<Path>> & Partial<Page<ItemOf<Path>>>;

/** Rows of a page. */
const ROWS = 100;

/** A list that is read page by page as somebody scrolls. */
export function usePages<Path extends Paged>(path: Path, query: Record<string, QueryValue> = {}) {
  const pages = useInfiniteQuery<Rows<Path>, ApiError, InfiniteData<Rows<Path>>, unknown[], string | null>({
    queryKey: [path, { query }, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      get(path, { query: { ...query, cursor: pageParam, limit: ROWS } }, signal) as unknown as Promise<Rows<Path>>,
    initialPageParam: null,
    getNextPageParam: (last) => last.next_cursor,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const items = useMemo(() => pages.data?.pages.flatMap((page) => page.items), [pages.data]);
  const more = useMemo(
    () => (hasNextPage && !isFetchingNextPage ? () => void fetchNextPage() : undefined),
    [hasNextPage, isFetchingNextPage, fetchNextPage],
  );
  return {
    items,
    total: pages.data?.pages[0]?.total,
    complete: pages.data !== undefined && !hasNextPage,
    more,
    error: pages.isError ? pages.error : null,
    retry: () => void pages.refetch(),
  };
}
