import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { COMPANY, HOLDFAST, OUT } from './paths';

/** The administrator of servers that do not begin with the first run. */
export const ADMIN = { login: 'admin', password: 'quiet-harbour-77' } as const;

/** A server with a workspace of its own. */
export interface Server {
  url: string;
  folder: string;
  /** Ends it as SIGTERM does. */
  stop: () => Promise<void>;
  /** Ends it as a power cut does. */
  kill: () => Promise<void>;
  /** Starts it again on the same address and workspace. */
  start: () => Promise<void>;
  /** Ends it and removes its workspace. */
  remove: () => Promise<void>;
}

export interface ServerOptions {
  /** `company`: the simulated one; `empty`: nothing yet. */
  data?: 'company' | 'empty';
  /** Makes the administrator; otherwise the first visitor does. */
  admin?: boolean;
  /** More words for `holdfast serve`. */
  arguments?: string[];
  environment?: Record<string, string>;
}

/** Longest time until a server answers. */
const PATIENCE_MS = 60_000;

/** Starts the real server on a free port. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  mkdirSync(OUT, { recursive: true });
  const folder = mkdtempSync(`${OUT}/workspace-`);
  if ((options.data ?? 'company') === 'company') cpSync(COMPANY, folder, { recursive: true });
  if (options.admin ?? true) {
    const words = ['user', 'setup', ADMIN.login, '--lang', 'zh', '-w', folder];
    execFileSync(HOLDFAST, words, { input: ADMIN.password, stdio: ['pipe', 'ignore', 'inherit'] });
  }
  const listen = `127.0.0.1:${await freePort()}`;
  const url = `http://${listen}`;
  let child: ChildProcess | null = null;
  const start = async () => {
    const words = ['serve', '--listen', listen, '-w', folder, ...(options.arguments ?? [])];
    const environment = { ...process.env, ...options.environment };
    child = spawn(HOLDFAST, words, {
      stdio: ['ignore', 'ignore', process.env.HOLDFAST_LOG ? 'inherit' : 'ignore'],
      env: environment,
    });
    await ready(url, child);
  };
  const end = async (signal: NodeJS.Signals) => {
    const ending = child;
    child = null;
    if (ending === null || ending.exitCode !== null) return;
    const gone = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await gone;
  };
  await start();
  return {
    url,
    folder,
    start,
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    remove: async () => {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ready(url: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null)
      throw new Error(`holdfast serve ended with ${child.exitCode}: set HOLDFAST_LOG=1 to see why`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`holdfast serve did not become ready within ${PATIENCE_MS / 1000} s`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
