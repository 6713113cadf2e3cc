import type { Part } from './types';

/** Reads a list part by part to its end. */
export async function readAll<Item>(read: (cursor: string | null) => Promise<Part<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  do {
    const part: Part<Item> = await read(cursor);
    items.push(...part.items);
    cursor = part.next_cursor ?? null;
  } while (cursor !== null);
  return items;
}
