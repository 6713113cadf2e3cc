import type { Unit } from '@/api/metric';
import { MINOR_PER_MAJOR, plain, type Style, scaleFor, symbolOf } from '@/format/number';

/** How an axis is labelled: its unit stands once, in its title. */
export interface AxisText {
  /** Title; empty where each tick carries the unit. */
  name: string;
  format: (value: number) => string;
}

const WORDS: Partial<Record<Unit, { zh: string; en: string }>> = {
  customers: { zh: '人', en: 'customers' },
  days: { zh: '天', en: 'days' },
  hours: { zh: '小时', en: 'hours' },
};

/** Labels of an axis whose largest value has the given size. */
export function axisText(unit: Unit, size: number, style: Style, currency?: string | null): AxisText {
  if (unit === 'rate') return { name: '', format: (value) => `${trimmed(value * 100)}%` };
  const minor = unit === 'money' ? MINOR_PER_MAJOR : 1;
  const scale = scaleFor(size / minor, style);
  const sign = unit === 'money' ? symbolOf(currency ?? 'CNY').trim() : (WORDS[unit]?.[style.lang] ?? '');
  const name = [scale.suffix, sign].filter(Boolean).join(style.lang === 'zh' ? '' : ' ');
  return { name, format: (value) => trimmed(value / minor / scale.by) };
}

/** The largest size among numbers, those that are not known left out. */
export function sizeOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
}

/** As many digits as a tick needs, two at most. */
function trimmed(value: number): string {
  const digits = [0, 1].find((places) => Math.abs(value - Number(value.toFixed(places))) < 1e-9) ?? 2;
  return plain(value, digits);
}
