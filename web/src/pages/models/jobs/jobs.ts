import type { Job } from '@/api/types';

/** Kinds of work that concern models. */
const KINDS: readonly Job['kind'][] = ['train', 'score', 'watch', 'cycle'];
/** Ended jobs that stay in sight. */
const ENDED_SHOWN = 3;

/** Whether a job still goes on. */
export function isRunning(job: Job): boolean {
  return job.state === 'queued' || job.state === 'running';
}

/** Jobs on models: those that go on first, then the ones that ended last. */
export function shownJobs(jobs: readonly Job[]): { running: Job[]; ended: Job[] } {
  const ours = jobs.filter((job) => KINDS.includes(job.kind));
  const ended = ours
    .filter((job) => !isRunning(job))
    .sort((a, b) => (b.ended_at ?? '').localeCompare(a.ended_at ?? ''));
  return { running: ours.filter(isRunning), ended: ended.slice(0, ENDED_SHOWN) };
}

/** How far a job is, 0–100; undefined where it cannot say. */
export function progressOf(job: Job): number | undefined {
  if (job.total <= 0) return undefined;
  return Math.min(100, Math.round((100 * job.done) / job.total));
}

/** Seconds between beginning and end. */
export function secondsOf(job: Job): number | undefined {
  if (job.started_at === null || job.ended_at === null) return undefined;
  return (Date.parse(job.ended_at) - Date.parse(job.started_at)) / 1000;
}
