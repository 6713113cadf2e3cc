import { fileURLToPath } from 'node:url';

/** The program: `HOLDFAST_BIN`, else the one that cargo builds for debugging. */
export const HOLDFAST =
  process.env.HOLDFAST_BIN ?? fileURLToPath(new URL('../../target/debug/holdfast', import.meta.url));

/** Where tests write: workspaces and pictures. Not kept in git. */
export const OUT = fileURLToPath(new URL('./out', import.meta.url));

/** A simulated company that is loaded, learned from and scored; each server gets a copy. */
export const COMPANY = `${OUT}/company`;

/** The browser: `CHROMIUM`, else Debian's. */
export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
