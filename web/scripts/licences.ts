import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

interface Locked {
  version: string;
  license?: string;
  dev?: boolean;
}

/** Writes `licences.json`: every package that the pages are made of, with its version and licence, out of the lock file. */
export function licences(): Plugin {
  return {
    name: 'licences',
    apply: 'build',
    generateBundle() {
      const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
      const packages = Object.entries(lock.packages as Record<string, Locked>)
        .filter(([path, locked]) => path.startsWith('node_modules/') && !locked.dev)
        .map(([path, locked]) => ({
          name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length),
          version: locked.version,
          licence: locked.license ?? '?',
        }))
        .filter(
          (each, index, all) =>
            all.findIndex((other) => other.name === each.name && other.version === each.version) === index,
        )
        .sort((a, b) => a.name.localeCompare(b.name));
      this.emitFile({ type: 'asset', fileName: 'licences.json', source: JSON.stringify(packages) });
    },
  };
}
