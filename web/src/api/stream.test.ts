import { expect, test } from 'vitest';
import { withJob } from './stream';
import type { Job } from './types';

function job(id: string, done: number): Job {
  return { id, done } as Job;
}

test('what a job says takes the place of what it said, and a new one stands at the top', () => {
  const list = [job('b', 0), job('a', 5)];
  expect(withJob(list, job('a', 9))).toEqual([job('b', 0), job('a', 9)]);
  expect(withJob(list, job('c', 0)).map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  expect(list[1]?.done).toBe(5);
});
