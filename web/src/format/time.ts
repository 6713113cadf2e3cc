import type { Lang } from '@/api/types';
import { UNKNOWN } from './number';

/** A day as it is written everywhere: 2024-01-05. Days have no zone and are never shifted by one. */
export function day(text: string | null | undefined): string {
  return text ? text.slice(0, 10) : UNKNOWN;
}

/** An instant on the clock of a zone: 2024-01-05 14:30 (Asia/Shanghai unless said otherwise by the workspace). */
export function instant(text: string | null | undefined, zone: string): string {
  if (!text) return UNKNOWN;
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(text));
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}`;
}

/** The instant at which a day begins in a zone, RFC 3339. */
export function startOfDay(day: string, zone: string): string {
  const guess = Date.parse(`${day}T00:00:00Z`);
  // Twice: the first step may cross a change of the clocks.
  const first = guess - offsetMs(guess, zone);
  return new Date(guess - offsetMs(first, zone)).toISOString();
}

/** The day after. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** How far the clock of a zone is ahead of UTC at an instant. */
function offsetMs(at: number, zone: string): number {
  return (
    Date.parse(`${instant(new Date(at).toISOString(), zone).replace(' ', 'T')}:00Z`) - Math.floor(at / 60_000) * 60_000
  );
}

/** How long ago, roughly: 3 分钟前. */
export function ago(text: string | null | undefined, now: number, lang: Lang): string {
  if (!text) return UNKNOWN;
  const seconds = Math.round((new Date(text).getTime() - now) / 1000);
  const format = new Intl.RelativeTimeFormat(lang === 'zh' ? 'zh-CN' : 'en', { numeric: 'auto' });
  const size = Math.abs(seconds);
  if (size < 60) return format.format(seconds, 'second');
  if (size < 3600) return format.format(Math.trunc(seconds / 60), 'minute');
  if (size < 86_400) return format.format(Math.trunc(seconds / 3600), 'hour');
  return format.format(Math.trunc(seconds / 86_400), 'day');
}

/** A length of time: 1 小时 5 分. */
export function duration(seconds: number, lang: Lang): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const words = lang === 'zh' ? [' 小时', ' 分', ' 秒'] : [' h', ' min', ' s'];
  const parts = [
    h > 0 && `${h}${words[0]}`,
    m > 0 && `${m}${words[1]}`,
    h === 0 && (s > 0 || m === 0) && `${s}${words[2]}`,
  ];
  return parts.filter(Boolean).join(' ');
}
