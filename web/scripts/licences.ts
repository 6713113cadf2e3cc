import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** A library, as the page "About" lists it. */
interface Library {
  name: string;
  version: string;
  licence: string;
}

interface Locked {
  version: string;
  license?: string;
  dev?: boolean;
}

/** What `cargo metadata` says, of it what is needed here. */
interface Metadata {
  packages: { id: string; name: string; version: string; license: string | null; source: string | null }[];
  resolve: { nodes: { id: string; deps: { pkg: string; dep_kinds: { kind: string | null }[] }[] }[] };
}

const MOST_BYTES = 256 * 1024 * 1024;

/** Writes `licences.json`: every library of the pages and of the program, with its version and licence, out of the lock files. */
export function licences(): Plugin {
  return {
    name: 'licences',
    apply: 'build',
    generateBundle() {
      const found = new Map<string, Library>();
      for (const library of [...ofThePages(), ...ofTheProgram()])
        found.set(`${library.name}@${library.version}`, library);
      const sorted = [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
      this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(sorted) });
    },
  };
}

function ofThePages(): Library[] {
  const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
  return Object.entries(lock.packages as Record<string, Locked>)
    .filter(([path, locked]) => path.startsWith('node_modules/') && !locked.dev)
    .map(([path, locked]) => ({
      name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
      version: locked.version,
      licence: locked.license ?? '?',
    }));
}

/** Crates that the program is linked with: not what only tests and build scripts need. */
function ofTheProgram(): Library[] {
  const about = execFileSync('rustc', ['-vV'], { encoding: 'utf8' });
  const host = /^host: (.+)$/m.exec(about)?.[1] ?? '';
  const words = [
    'metadata',
    '--format-version',
    '1',
    '--locked',
    '--filter-platform',
    host,
    '--manifest-path',
    '../Cargo.toml',
  ];
  const printed = execFileSync('cargo', words, {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
    maxBuffer: MOST_BYTES,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { packages, resolve }: Metadata = JSON.parse(printed);
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const linked = new Set<string>();
  const waiting = packages.filter(({ name, source }) => source === null && name === 'holdfast').map(({ id }) => id);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (linked.has(id)) continue;
    linked.add(id);
    const needs = nodes.get(id)?.deps.filter(({ dep_kinds }) => dep_kinds.some(({ kind }) => kind === null));
    waiting.push(...(needs ?? []).map(({ pkg }) => pkg));
  }
  return packages
    .filter(({ id, source }) => source !== null && linked.has(id))
    .map(({ name, version, license }) => ({ name, version, licence: license ?? '?' }));
}
