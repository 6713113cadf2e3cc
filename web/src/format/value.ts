import type { Change, Unit } from '@/api/metric';
import { count, money, percent, plain, points, type Style, signed, UNKNOWN } from './number';

/** A value of a metric, in its unit. */
export function value(number: number | null | undefined, unit: Unit, style: Style, currency?: string | null): string {
  if (number === null || number === undefined) return UNKNOWN;
  switch (unit) {
    case 'rate':
      return percent(number);
    case 'money':
      return money(number, currency ?? 'CNY', style);
    case 'count':
    case 'customers':
      return count(number, style);
    case 'days':
      return `${decimal(number)}${style.lang === 'zh' ? ' 天' : ' days'}`;
    case 'hours':
      return `${decimal(number)}${style.lang === 'zh' ? ' 小时' : ' h'}`;
    default:
      return plain(number, Number.isInteger(number) ? 0 : 2);
  }
}

/** A change: percentage points for rates, relative for everything else. */
export function change(difference: Change | null | undefined, unit: Unit, style: Style, digits = 1): string {
  if (!difference) return UNKNOWN;
  if (unit === 'rate') return points(difference.absolute, style, digits);
  if (difference.relative !== null) return `${signed(difference.relative * 100, 1)}%`;
  return signed(difference.absolute, Number.isInteger(difference.absolute) ? 0 : 2);
}

function decimal(number: number): string {
  return plain(number, Number.isInteger(number) ? 0 : 1);
}
