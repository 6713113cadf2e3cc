import type { Reject } from '@/api/data';
import type { Lang } from '@/api/types';

/** Rejected rows as a CSV that spreadsheets open: with a byte-order mark, and no cell that begins as a formula does. */
export function csvOf(rejects: readonly Reject[], header: readonly string[], lang: Lang): string {
  const lines = rejects.map((reject) => [
    reject.batch,
    reject.source,
    reject.file,
    String(reject.row),
    reject.column ?? '',
    reject.value ?? '',
    reject.code,
    reject.problem[lang],
  ]);
  return `\uFEFF${[header, ...lines].map((line) => line.map(field).join(',')).join('\r\n')}\r\n`;
}

function field(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
