import { expect, test } from 'vitest';
import { hasFailedMore, mayAskMore, type Paging } from './nextPage';

const still: Paging = {
  hasNextPage: true,
  isFetching: false,
  isFetchingNextPage: false,
  isFetchNextPageError: false,
  isPlaceholderData: false,
};

test('the end of the list asks for more once', () => {
  expect(mayAskMore(still)).toBe(true);
  expect(mayAskMore({ ...still, hasNextPage: false })).toBe(false);
  expect(mayAskMore({ ...still, isFetching: true, isFetchingNextPage: true })).toBe(false);
  expect(mayAskMore({ ...still, isPlaceholderData: true })).toBe(false);
});

test('a page that failed is not asked for by itself, and says so until it is tried again', () => {
  const failed = { ...still, isFetchNextPageError: true };
  expect([mayAskMore(failed), hasFailedMore(failed)]).toEqual([false, true]);
  const again = { ...failed, isFetching: true, isFetchingNextPage: true };
  expect([mayAskMore(again), hasFailedMore(again)]).toEqual([false, false]);
  expect(hasFailedMore(still)).toBe(false);
});
