import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '@/api/problem';
import { ErrorState } from './ErrorState';
import { LoadingSkeleton } from './LoadingSkeleton';
import { NoWorkspace } from './NoWorkspace';

interface Props<Answer> {
  query: UseQueryResult<Answer, unknown>;
  children: (answer: Answer) => ReactNode;
  /** Lines of the skeleton. */
  rows?: number;
}

/** Loading, error or the answer. */
export function QueryView<Answer>({ query, children, rows }: Props<Answer>) {
  if (query.data !== undefined) return children(query.data);
  if (query.error instanceof ApiError && query.error.code === 'no-workspace') return <NoWorkspace />;
  if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  return <LoadingSkeleton rows={rows} />;
}
