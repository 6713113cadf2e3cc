import type { Happening } from '@/api/customers';
import { money, plain, type Style, UNKNOWN } from '@/format/number';
import { instant } from '@/format/time';

/** Names that have words of their own. */
export const DETAIL_WORDS = [
  'kind',
  'amount',
  'quantity',
  'channel',
  'product',
  'agent',
  'satisfaction',
  'text',
  'resolved_at',
  'plan',
  'mrr',
  'end_reason',
  'survey_id',
  'question_id',
  'value_num',
  'value_text',
  'started_on',
  'ended_on',
] as const;
export type DetailWord = (typeof DETAIL_WORDS)[number];

/** How details are written: in whose currency and zone. */
export interface DetailStyle {
  style: Style;
  currency: string;
  zone: string;
}

/** What is known of a happening beside its kind and time: amounts as money, instants on the clock of the workspace. */
export function detailsOf(
  happening: Happening,
  { style, currency, zone }: DetailStyle,
): { name: string; text: string }[] {
  const { currency: own, ...details } = happening.details;
  const of = typeof own === 'string' ? own : currency;
  const out: { name: string; text: string }[] = [];
  for (const [name, value] of Object.entries(details)) {
    if (value === null || value === '' || name === 'kind') continue;
    if (name.endsWith('_minor') && typeof value === 'number')
      out.push({ name: name.slice(0, -'_minor'.length), text: money(value, of, style, true) });
    else if (name.endsWith('_at') && typeof value === 'string') out.push({ name, text: instant(value, zone) });
    else
      out.push({
        name,
        text: typeof value === 'number' ? plain(value, Number.isInteger(value) ? 0 : 2) : String(value),
      });
  }
  return out;
}

/** A value of a customer: instants on the clock of the workspace, everything else as it is. */
export function shownValue(value: string | number | boolean | null, zone: string): string {
  if (value === null || value === '') return UNKNOWN;
  const isInstant = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value);
  return isInstant ? instant(value, zone) : String(value);
}
