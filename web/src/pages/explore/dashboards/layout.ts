import type { LayoutItem } from 'react-grid-layout';
import { bottom, getLayoutItem, moveElement, verticalCompactor } from 'react-grid-layout/core';
import type { DashboardItem } from '@/api/documents';

/** Columns of the grid. */
export const COLUMNS = 12;
/** The smallest that still can be read. */
export const LEAST = { w: 3, h: 3 };
/** Size of what is added. */
const ADDED = { w: 6, h: 4 };
/** Rows that something may take at most. */
const MOST_ROWS = 20;

/** Places for the grid. */
export function placesOf(items: readonly DashboardItem[]): LayoutItem[] {
  return items.map(({ id, x, y, w, h }) => ({ i: id, x, y, w, h, minW: LEAST.w, minH: LEAST.h, maxH: MOST_ROWS }));
}

/** Items at the places that the grid gave them. */
export function placed(items: readonly DashboardItem[], places: readonly LayoutItem[]): DashboardItem[] {
  const byId = new Map(places.map((place) => [place.i, place]));
  return items.map((item) => {
    const place = byId.get(item.id);
    return place ? { ...item, x: place.x, y: place.y, w: place.w, h: place.h } : item;
  });
}

/** Moves an item by columns and rows; the others make room. */
export function moved(items: readonly DashboardItem[], id: string, columns: number, rows: number): DashboardItem[] {
  const places = placesOf(items);
  const place = getLayoutItem(places, id);
  if (place === undefined) return [...items];
  const x = clamp(place.x + columns, 0, COLUMNS - place.w);
  const y = Math.max(0, place.y + Math.sign(rows) * Math.max(Math.abs(rows), heightBeside(places, place, rows)));
  return placed(
    items,
    verticalCompactor.compact(moveElement(places, place, x, y, true, false, 'vertical', COLUMNS), COLUMNS),
  );
}

/** Makes an item wider and higher by columns and rows; the others make room. */
export function resized(items: readonly DashboardItem[], id: string, columns: number, rows: number): DashboardItem[] {
  const grown = items.map((item) =>
    item.id === id
      ? { ...item, w: clamp(item.w + columns, LEAST.w, COLUMNS - item.x), h: clamp(item.h + rows, LEAST.h, MOST_ROWS) }
      : item,
  );
  const item = grown.find((one) => one.id === id);
  if (item === undefined) return grown;
  const places = placesOf(grown).map((place) =>
    place.i !== id && collide(place, item) ? { ...place, y: item.y + item.h } : place,
  );
  return placed(grown, verticalCompactor.compact(places, COLUMNS));
}

/** Adds a question below everything. */
export function added(items: readonly DashboardItem[], id: string, question_id: string): DashboardItem[] {
  return [...items, { id, question_id, x: 0, y: bottom(placesOf(items)), ...ADDED }];
}

/** Takes an item away; the others move up. */
export function without(items: readonly DashboardItem[], id: string): DashboardItem[] {
  const left = items.filter((item) => item.id !== id);
  return placed(left, verticalCompactor.compact(placesOf(left), COLUMNS));
}

/** Items in the order in which they are read, for one column. */
export function readingOrder(items: readonly DashboardItem[]): DashboardItem[] {
  return [...items].sort((a, b) => a.y - b.y || a.x - b.x);
}

/** Rows to go past the next item above or below: a smaller step would be taken back by the compaction. */
function heightBeside(places: readonly LayoutItem[], place: LayoutItem, rows: number): number {
  if (rows === 0) return 0;
  const column = places.filter((one) => one.i !== place.i && one.x < place.x + place.w && place.x < one.x + one.w);
  const beside = column.filter((one) => (rows > 0 ? one.y >= place.y + place.h : one.y + one.h <= place.y));
  const [next] = beside.sort((a, b) => (rows > 0 ? a.y - b.y : b.y + b.h - a.y - a.h));
  return next?.h ?? 1;
}

function collide(place: LayoutItem, item: DashboardItem): boolean {
  return (
    place.x < item.x + item.w && item.x < place.x + place.w && place.y < item.y + item.h && item.y < place.y + place.h
  );
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
