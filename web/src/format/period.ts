import type { Grain } from '@/api/metric';

/** Milliseconds of a day; days are counted in UTC, where each has as many. */
const DAY_MS = 86_400_000;
/** 1970-01-05, the first Monday after day 0. */
const FIRST_MONDAY = 4;

/** Lengths of periods, the shortest first. */
export const GRAINS: readonly Grain[] = ['day', 'week', 'month', 'quarter', 'year'];

/** Number of the period that holds a day (`2024-01-05`); the next period has the next number. */
export function periodOf(day: string, grain: Grain): number {
  const days = Math.floor(Date.parse(`${day.slice(0, 10)}T00:00:00Z`) / DAY_MS);
  const date = new Date(days * DAY_MS);
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth();
  switch (grain) {
    case 'day':
      return days;
    case 'week':
      return Math.floor((days - FIRST_MONDAY) / 7);
    case 'month':
      return months;
    case 'quarter':
      return Math.floor(months / 3);
    case 'year':
      return Math.floor(months / 12);
  }
}

/** First day of a period. */
export function firstDayOf(period: number, grain: Grain): string {
  switch (grain) {
    case 'day':
      return isoDay(period);
    case 'week':
      return isoDay(period * 7 + FIRST_MONDAY);
    case 'month':
      return isoMonth(period);
    case 'quarter':
      return isoMonth(period * 3);
    case 'year':
      return isoMonth(period * 12);
  }
}

/** Label of a period, as the server writes it: 2024-01-05, 2024-W01, 2024-01, 2024-Q1, 2024. */
export function labelOf(period: number, grain: Grain): string {
  const first = firstDayOf(period, grain);
  switch (grain) {
    case 'day':
      return first;
    case 'week':
      return weekLabel(period);
    case 'month':
      return first.slice(0, 7);
    case 'quarter':
      return `${first.slice(0, 4)}-Q${Math.floor((Number(first.slice(5, 7)) - 1) / 3) + 1}`;
    case 'year':
      return first.slice(0, 4);
  }
}

/** Labels of the periods between two days, the latest first; at most `limit`. */
export function labelsBetween(first: string, last: string, grain: Grain, limit = 400): string[] {
  const [from, to] = [periodOf(first, grain), periodOf(last, grain)];
  const length = Math.max(0, Math.min(to - from + 1, limit));
  return Array.from({ length }, (_, back) => labelOf(to - back, grain));
}

/** A week belongs to the year of its Thursday (ISO 8601). */
function weekLabel(period: number): string {
  const thursday = period * 7 + FIRST_MONDAY + 3;
  const year = Number(isoDay(thursday).slice(0, 4));
  const fourthOfJanuary = Math.floor(Date.UTC(year, 0, 4) / DAY_MS);
  const week = period - Math.floor((fourthOfJanuary - FIRST_MONDAY) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}

function isoDay(days: number): string {
  return new Date(days * DAY_MS).toISOString().slice(0, 10);
}

function isoMonth(months: number): string {
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}-01`;
}
