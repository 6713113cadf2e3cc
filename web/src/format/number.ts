import type { Lang, Units } from '@/api/types';

/** How figures are written for somebody. */
export interface Style {
  lang: Lang;
  units: Units;
}

interface Scale {
  by: number;
  suffix: string;
}

/** What is shown where nothing is known: never 0. */
export const UNKNOWN = '–';

const WAN: Scale[] = [
  { by: 1e8, suffix: '亿' },
  { by: 1e4, suffix: '万' },
];
const WAN_EN: Scale[] = [
  { by: 1e8, suffix: '×10⁸' },
  { by: 1e4, suffix: '×10⁴' },
];
const THOUSAND: Scale[] = [
  { by: 1e9, suffix: 'B' },
  { by: 1e6, suffix: 'M' },
  { by: 1e3, suffix: 'K' },
];
const ONE: Scale = { by: 1, suffix: '' };

/** Minor units in one unit of money, whatever the currency: amounts are kept at two decimals. */
export const MINOR_PER_MAJOR = 100;
/** Decimal places of money that is not shortened, where the currency is written with any. */
const MONEY_DIGITS = 2;

/** The scale that fits a size: 万 and 亿, or thousands. Chosen once for an axis, so that its ticks share a unit. */
export function scaleFor(size: number, style: Style): Scale {
  const scales = style.units === 'wan' ? (style.lang === 'zh' ? WAN : WAN_EN) : THOUSAND;
  return scales.find((scale) => Math.abs(size) >= scale.by) ?? ONE;
}

/** Groups of digits: 12,345.6. */
export function plain(value: number, digits = 0): string {
  return tidyMinus(
    new Intl.NumberFormat('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value),
  );
}

/** A count, in full where short, else in 万 or K with three significant digits. */
export function count(value: number | null | undefined, style: Style): string {
  if (value === null || value === undefined) return UNKNOWN;
  const scale = shortScale(value, style);
  if (scale.by === 1) return plain(value, Number.isInteger(value) ? 0 : 1);
  return short(value, scale);
}

/** A share: 0.0523 → 5.2%. */
export function percent(value: number | null | undefined, digits = 1): string {
  if (value === null || value === undefined) return UNKNOWN;
  return `${plain(value * 100, digits)}%`;
}

/** A difference of shares in percentage points, with its sign. */
export function points(value: number | null | undefined, style: Style, digits = 1): string {
  if (value === null || value === undefined) return UNKNOWN;
  return `${signed(value * 100, digits)} ${style.lang === 'zh' ? '个百分点' : 'pp'}`;
}

/** A number with its sign: +3, −2, 0. */
export function signed(value: number, digits = 0): string {
  const text = plain(value, digits);
  return Number(text.replaceAll(',', '').replace('−', '-')) > 0 ? `+${text}` : text;
}

/** Money from minor units: 1234500 CNY → ¥12,345.00, or ¥1.23万 where short. */
export function money(minor: number | null | undefined, currency: string, style: Style, exact = false): string {
  if (minor === null || minor === undefined) return UNKNOWN;
  const value = minor / MINOR_PER_MAJOR;
  const sign = value < 0 ? '−' : '';
  const size = Math.abs(value);
  const scale = exact ? ONE : shortScale(size, style);
  const digits = Math.min(writtenDigits(currency), MONEY_DIGITS);
  const text = scale.by === 1 ? plain(size, exact || size < 100 ? digits : 0) : short(size, scale);
  return `${sign}${symbolOf(currency)}${text}`;
}

/** Sign of a currency. */
export function symbolOf(currency: string): string {
  const parts = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
  }).formatToParts(0);
  const symbol = parts.find((part) => part.type === 'currency')?.value ?? currency;
  return symbol.length > 2 ? `${symbol} ` : symbol;
}

/** Decimal places that a currency is written with: 2 for CNY, 0 for JPY. */
function writtenDigits(currency: string): number {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Bytes: 1.5 MB. */
export function bytes(size: number): string {
  const units = ['B', 'KB', 'MB', 'GB'];
  const step = size < 1 ? 0 : Math.min(Math.floor(Math.log2(size) / 10), units.length - 1);
  return `${plain(size / 1024 ** step, step === 0 ? 0 : 1)} ${units[step]}`;
}

/** The scale of a number on its own: rounding may lift it to the next one, but not out of being written in full. */
function shortScale(value: number, style: Style): Scale {
  const scale = scaleFor(value, style);
  return scale.by === 1 ? scale : scaleFor(threeDigits(value), style);
}

/** What is left of a number when it is written short. */
function threeDigits(value: number): number {
  return Number(value.toPrecision(3));
}

function short(value: number, scale: Scale): string {
  const scaled = threeDigits(value / scale.by);
  const digits = Math.abs(scaled) >= 100 ? 0 : Math.abs(scaled) >= 10 ? 1 : 2;
  return `${plain(scaled, digits)}${scale.suffix}`;
}

/** A real minus, and none before nothing. */
function tidyMinus(text: string): string {
  return /^-[0.,]*$/.test(text) ? text.slice(1) : text.replace('-', '−');
}
