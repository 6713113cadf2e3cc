import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { LoadingSkeleton } from '@/components/LoadingSkeleton';
import { DataError } from './DataError';

interface Props<Answer> {
  query: UseQueryResult<Answer, unknown>;
  children: (answer: Answer) => ReactNode;
}

/** Loading, error, how to begin, or the answer. */
export function Answered<Answer>({ query, children }: Props<Answer>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <DataError error={query.error} onRetry={() => void query.refetch()} />;
  return <LoadingSkeleton />;
}
