// Prints what the first route loads, gzipped, and fails above the limit.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** Limit for the first route, gzipped. */
const LIMIT_KB = 400;
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const gzipKb = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length / 1024;

/** Files that a chunk loads before it runs. */
function filesOf(key, seen = new Set()) {
  if (seen.has(key)) return [];
  seen.add(key);
  const chunk = manifest[key];
  return [chunk.file, ...(chunk.css ?? []), ...(chunk.imports ?? []).flatMap((next) => filesOf(next, seen))];
}

const first = ['index.html', 'src/app/shell/Shell.tsx', 'src/pages/overview/OverviewPage.tsx'];
const unique = new Set(first.flatMap((key) => filesOf(key)));
const sizes = [...unique].map((file) => [file, gzipKb(file)]).sort((a, b) => b[1] - a[1]);
const total = sizes.reduce((sum, [, kb]) => sum + kb, 0);
const all = readdirSync(new URL('assets/', dist)).reduce((sum, file) => sum + gzipKb(`assets/${file}`), 0);
const charts = manifest['src/charts/Chart.tsx'] === undefined ? [] : filesOf('src/charts/Chart.tsx');
const chartsKb = charts.filter((file) => !unique.has(file)).reduce((sum, file) => sum + gzipKb(file), 0);
const line = (kb, text) => console.log(`${kb.toFixed(1).padStart(8)} KB  ${text}`);
for (const [file, kb] of sizes) line(kb, file);
line(total, `first route (limit ${LIMIT_KB})`);
line(chartsKb, 'its charts, loaded after the figures');
line(all, 'every chunk together');
if (total > LIMIT_KB) {
  const excess = (total - LIMIT_KB).toFixed(1);
  console.error(`the first route is ${excess} KB too large: load what it does not need at once by import()`);
  process.exit(1);
}
