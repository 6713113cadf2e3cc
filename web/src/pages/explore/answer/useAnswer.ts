import type { UseQueryResult } from '@tanstack/react-query';
import type { MetricTable } from '@/api/metric';
import type { ApiError } from '@/api/problem';
import { useGet } from '@/api/use';
import type { Question } from '@/question/question';
import type { View } from '../search';

/** A question that names its metric. */
export type FullQuestion = Question & { metric: string };

/** The answer to a question. The triangle is of all customers: it has its own two dimensions. */
export function useAnswer(question: FullQuestion, view: View): UseQueryResult<MetricTable, ApiError> {
  const { metric, ...asked } = question;
  const query = view === 'cohort' ? { ...asked, by: undefined, compare: undefined } : asked;
  return useGet('/metrics/{id}', { path: { id: metric }, query }, { keep: true });
}
