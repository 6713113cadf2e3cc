import { useMutation } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { write } from '@/api/client';
import { problemFrom } from '@/api/problem';
import type { Problem, SqlAnswer } from '@/api/types';
import { type Place, placeOf } from './place';

/** Rows that are shown; an export has all. */
export const SHOWN_ROWS = 1000;

/** How a query went. */
export type Run =
  | { state: 'none' }
  | { state: 'running'; query: string; since: number }
  | { state: 'done'; query: string; answer: SqlAnswer }
  | { state: 'failed'; query: string; problem: Problem; place: Place | null }
  | { state: 'stopped'; query: string };

/** Runs one query at a time. Stopping, running another or leaving ends the request, at which the server ends the query. */
export function useRun(onEnd: (query: string, rows: number | null) => void) {
  const [run, setRun] = useState<Run>({ state: 'none' });
  const control = useRef<AbortController | null>(null);
  const ended = useRef(onEnd);
  ended.current = onEnd;
  const { mutateAsync: ask } = useMutation({
    mutationFn: ({ query, signal }: { query: string; signal: AbortSignal }) =>
      write('POST /sql', { query, limit: SHOWN_ROWS }, { signal }),
  });
  const start = useCallback(
    async (query: string) => {
      control.current?.abort();
      const mine = new AbortController();
      control.current = mine;
      setRun({ state: 'running', query, since: Date.now() });
      try {
        const answer = await ask({ query, signal: mine.signal });
        if (control.current !== mine) return;
        setRun({ state: 'done', query, answer });
        ended.current(query, answer.rows.length);
      } catch (error) {
        if (mine.signal.aborted) {
          if (control.current === mine) setRun({ state: 'stopped', query });
          return;
        }
        const problem = problemFrom(error);
        setRun({ state: 'failed', query, problem, place: placeOf(messageOf(problem), query) });
        ended.current(query, null);
      }
    },
    [ask],
  );
  const stop = useCallback(() => control.current?.abort(), []);
  useEffect(() => () => control.current?.abort(), []);
  return { run, start, stop };
}

function messageOf(problem: Problem): string {
  return [problem.problem.en, problem.detail, problem.title].filter(Boolean).join('\n');
}
