import type { Figure } from '@/api/models';
import { plain, UNKNOWN } from '@/format/number';

/** A figure to three places. */
export function figure(found: Figure | null, digits = 3): string {
  return found === null ? UNKNOWN : plain(found.value, digits);
}

/** Its 95 % interval; empty where there is none. */
export function interval(found: Figure | null, digits = 3): string {
  if (found === null || found.low === null || found.high === null) return '';
  return `${plain(found.low, digits)}–${plain(found.high, digits)}`;
}

/** Both, for tables. */
export function withInterval(found: Figure | null, digits = 3): string {
  const around = interval(found, digits);
  return around ? `${figure(found, digits)} (${around})` : figure(found, digits);
}
