/** What is known of a list that is read page by page. */
export interface Paging {
  hasNextPage: boolean;
  isFetching: boolean;
  isFetchingNextPage: boolean;
  isFetchNextPageError: boolean;
  isPlaceholderData: boolean;
}

/** Whether coming to the end of the list asks for more: not while anything is read, and not again after it failed. */
export function mayAskMore(paging: Paging): boolean {
  return paging.hasNextPage && !paging.isFetching && !paging.isFetchNextPageError && !paging.isPlaceholderData;
}

/** Whether it is to be said that the next page failed: not while it is tried again. */
export function hasFailedMore(paging: Paging): boolean {
  return paging.isFetchNextPageError && !paging.isFetchingNextPage;
}
