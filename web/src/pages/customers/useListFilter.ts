import { useLocation } from '@tanstack/react-router';
import type { CustomerFilter } from '@/api/customers';
import { filterOf } from './filter';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The filter of the list that a customer was opened from. */
    customers?: CustomerFilter;
  }
}

/** The filter of the list that one came from; none where one came from elsewhere. */
export function useListFilter(): CustomerFilter {
  const kept = useLocation({ select: ({ state }) => state.customers });
  return filterOf({ ...kept });
}
