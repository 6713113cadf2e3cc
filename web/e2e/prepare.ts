import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { COMPANY, HOLDFAST, OUT } from './paths';

/** Customers of the simulated company: enough to learn from, few enough for a minute. */
const CUSTOMERS = 1500;
const SEED = 7;
/** Says that the company is complete. */
const MARK = `${COMPANY}/.prepared`;
/** Says that somebody is at it. */
const LOCK = `${OUT}/preparing`;
/** After this a lock is what a run that was stopped has left behind. */
const STALE_MS = 15 * 60_000;

/** Prepares the simulated company once; later runs use it again. Remove `e2e/out` to have it made anew. */
export default async function prepare(): Promise<void> {
  mkdirSync(OUT, { recursive: true });
  while (!existsSync(MARK) && isLocked()) await new Promise((resolve) => setTimeout(resolve, 1000));
  if (existsSync(MARK)) return;
  writeFileSync(LOCK, String(process.pid));
  try {
    rmSync(COMPANY, { recursive: true, force: true });
    const run = (...words: string[]) => execFileSync(HOLDFAST, words, { stdio: ['ignore', 'ignore', 'inherit'] });
    run('simulate', 'shop', '--customers', String(CUSTOMERS), '--seed', String(SEED), '--out', COMPANY);
    run('refresh', '-w', COMPANY);
    run('train', '--minutes', '1', '-w', COMPANY);
    run('score', '-w', COMPANY);
    writeFileSync(MARK, '');
  } finally {
    rmSync(LOCK, { force: true });
  }
}

function isLocked(): boolean {
  return existsSync(LOCK) && Date.now() - statSync(LOCK).mtimeMs < STALE_MS;
}
