import { useInfiniteQuery } from '@tanstack/react-query';
import { get } from '@/api/client';
import type { SavedDashboard, SavedQuestion } from '@/api/documents';
import type { ApiError } from '@/api/problem';
import type { Part } from '@/api/types';

interface Kinds {
  '/questions': SavedQuestion;
  '/dashboards': SavedDashboard;
}

/** Documents of a page of a list. */
const LIMIT = 100;

/** Everything saved of a kind that one may see, page by page. */
export function useDocuments<Path extends keyof Kinds>(path: Path) {
  const query = useInfiniteQuery<Part<Kinds[Path]>, ApiError, Kinds[Path][], readonly unknown[], string | undefined>({
    queryKey: [path, 'pages'],
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) =>
      get(path, { query: { cursor: pageParam, limit: LIMIT } }, signal) as Promise<Part<Kinds[Path]>>,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    select: (data) => data.pages.flatMap((page) => page.items),
  });
  return query;
}
