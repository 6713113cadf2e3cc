import type { Job } from '@/api/types';

/** Whether a job is still to end. */
export function isOpen(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running';
}

/** Whole percents of the phase that are done; null where it is not known how much there is to do. 100 only when all is done. */
export function percentOf(job: Job): number | null {
  if (job.total <= 0) return null;
  return Math.max(0, Math.min(100, Math.floor((job.done / job.total) * 100)));
}

/** Seconds that a job took, or has taken. */
export function secondsOf(job: Job, now: number): number | null {
  if (job.started_at === null) return null;
  const end = job.ended_at === null ? now : Date.parse(job.ended_at);
  return Math.max(0, (end - Date.parse(job.started_at)) / 1000);
}

/** The latest first; open ones before those that have ended. */
export function ordered(jobs: readonly Job[]): Job[] {
  const rank = (job: Job) => (job.state === 'running' ? 0 : job.state === 'queued' ? 1 : 2);
  return [...jobs].sort((a, b) => rank(a) - rank(b) || timeOf(b) - timeOf(a));
}

/** Jobs that have ended between two looks at the list: those that were open before and are not now. */
export function endedSince(before: readonly Job[], now: readonly Job[]): Job[] {
  const open = new Set(before.filter(isOpen).map((job) => job.id));
  return now.filter((job) => open.has(job.id) && !isOpen(job));
}

function timeOf(job: Job): number {
  return Date.parse(job.ended_at ?? job.started_at ?? job.created_at);
}
