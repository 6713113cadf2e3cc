import {
  type InfiniteData,
  keepPreviousData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
} from '@tanstack/react-query';
import { get } from '@/api/client';
import type { CustomerFilter, CustomerList } from '@/api/customers';
import type { ApiError } from '@/api/problem';

/** Rows of a page that is asked for: what the server gives at most. */
const PAGE = 200;

/** The list, page by page as far as one has scrolled. */
export function useCustomers(filter: CustomerFilter): UseInfiniteQueryResult<InfiniteData<CustomerList>, ApiError> {
  return useInfiniteQuery<CustomerList, ApiError, InfiniteData<CustomerList>, readonly unknown[], string | null>({
    queryKey: ['/customers', { query: filter }],
    queryFn: ({ pageParam, signal }) =>
      get('/customers', { query: { ...filter, cursor: pageParam, limit: PAGE } }, signal),
    initialPageParam: null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
}
