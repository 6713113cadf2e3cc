/** A place in a query: line and column from 1, and how many characters are meant. */
export interface Place {
  line: number;
  column: number;
  length: number;
}

/** Where a refused query is wrong, as far as the message tells: by line and column, or by a name that it does not know. */
export function placeOf(message: string, query: string): Place | null {
  const told = /Line: (\d+), Column: (\d+)/i.exec(message);
  if (told) {
    const [line, column] = [Number(told[1]), Number(told[2])];
    const text = query.split('\n')[line - 1]?.slice(column - 1) ?? '';
    return { line, column, length: /^\w+|^\S/.exec(text)?.[0].length ?? 1 };
  }
  const unknown = UNKNOWN.map((pattern) => pattern.exec(message)?.[1]).find((name) => name !== undefined);
  return unknown === undefined ? null : nameIn(query, unknown);
}

/** The start of a place in the text; past the end it is the end. */
export function offsetOf(place: Place, query: string): number {
  const before = query.split('\n').slice(0, place.line - 1);
  const start = before.reduce((sum, line) => sum + line.length + 1, 0);
  return Math.min(query.length, start + place.column - 1);
}

/** How messages name what there is not: a column, a table, a function. */
const UNKNOWN = [
  /No field named ([^\s.,]+(?:\.[^\s.,]+)?)/i,
  /table '([^']+)' not found/i,
  /Invalid function '([^']+)'/i,
  /column '([^']+)'/i,
];

function nameIn(query: string, name: string): Place | null {
  const last = name.replaceAll('"', '').split('.').at(-1) ?? '';
  if (last === '') return null;
  const word = new RegExp(`(?<![\\w])${last.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w])`, 'i');
  const at = word.exec(query)?.index;
  if (at === undefined) return null;
  const before = query.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, length: last.length };
}
