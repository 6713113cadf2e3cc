import type { Change, Comparison, MetricHead, Unit } from '@/api/metric';
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
      return inFull(number);
  }
}

/** A change: percentage points for rates, relative for everything else. */
export function change(
  difference: Change | null | undefined,
  unit: Unit,
  style: Style,
  currency?: string | null,
  digits = 1,
): string {
  if (!difference) return UNKNOWN;
  if (unit === 'rate') return points(difference.absolute, style, digits);
  if (difference.relative !== null) return `${signed(difference.relative * 100, 1)}%`;
  if (unit === 'money') return withSign(difference.absolute, unit, style, currency);
  return signed(difference.absolute, Number.isInteger(difference.absolute) ? 0 : 2);
}

/** A difference to an earlier period; one between periods of which one is not complete says so. */
export function compared(
  comparison: Pick<Comparison, 'change' | 'like_for_like'> | undefined,
  unit: Unit,
  style: Style,
  unlike: string,
  currency?: string | null,
): string {
  const text = change(comparison?.change, unit, style, currency);
  return comparison?.change == null || comparison.like_for_like ? text : `${text} ${unlike}`;
}

/** A value that is a difference, with its sign. */
export function withSign(number: number, unit: Unit, style: Style, currency?: string | null): string {
  const text = value(number, unit, style, currency);
  return number > 0 ? `+${text}` : text;
}

/** What a figure counts, in full: an amount where the figure is money. */
export function numeratorText(number: number | null, of: Parts, style: Style, currency?: string | null): string {
  return part(number, of.parts ?? of.unit, style, currency);
}

/** Out of what a figure counts, in full: a number of things, of money too, unless its parts are money. */
export function denominatorText(number: number | null, of: Parts, style: Style, currency?: string | null): string {
  return part(number, of.parts, style, currency);
}

/** What says in what numerator and denominator are measured. */
type Parts = Pick<MetricHead, 'unit' | 'parts'>;

function part(number: number | null, unit: Unit | null, style: Style, currency?: string | null): string {
  if (number === null) return UNKNOWN;
  return unit === 'money' ? money(number, currency ?? 'CNY', style, true) : inFull(number);
}

function inFull(number: number): string {
  return plain(number, Number.isInteger(number) ? 0 : 2);
}

function decimal(number: number): string {
  return plain(number, Number.isInteger(number) ? 0 : 1);
}
