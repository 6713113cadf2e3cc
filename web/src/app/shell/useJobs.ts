import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { get } from '@/api/client';
import { ApiError } from '@/api/problem';
import { invalidateData } from '@/api/stream';
import type { Job } from '@/api/types';
import { keyOf } from '@/api/use';
import { useMe } from '@/app/session';
import { endedSince, isOpen } from '@/components/jobProgress';
import { useToast } from '@/components/Toast';

/** The stream tells of every step; should it be broken off, open jobs are asked for as often as this. */
const ASK_MS = 4000;
const NONE: readonly Job[] = [];

/** The jobs of the server. Says when one has ended, and reads again what its end has changed. */
export function useJobs(): readonly Job[] {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const { login } = useMe().user;
  const { data } = useQuery({
    queryKey: keyOf('/jobs'),
    queryFn: ({ signal }) => get('/jobs', {}, signal),
    refetchInterval: (query) => (query.state.data?.items.some(isOpen) ? ASK_MS : false),
  });
  const jobs = data?.items ?? NONE;
  const before = useRef<readonly Job[]>(NONE);
  useEffect(() => {
    const ended = endedSince(before.current, jobs);
    before.current = jobs;
    // What others have asked for is in the list; it is no news to everybody.
    for (const job of ended.filter((one) => one.requested_by === login)) {
      if (job.state === 'failed' && job.problem) toast.failed(new ApiError(job.problem));
      else toast.done(t('job.ended', { job: t(`job.kind.${job.kind}`), state: t(`job.state.${job.state}`) }));
    }
    if (ended.length > 0) void invalidateData(client);
  }, [jobs, toast, t, client, login]);
  return jobs;
}
