import { expect, test } from 'vitest';
import { readAll } from './all';

test('a list is read part by part to its end', async () => {
  const asked: (string | null)[] = [];
  const parts = [
    { items: [1, 2], next_cursor: 'b' },
    { items: [3], next_cursor: 'c' },
    { items: [], next_cursor: null },
  ];
  const read = async (cursor: string | null) => parts[asked.push(cursor) - 1] ?? { items: [], next_cursor: null };
  expect(await readAll(read)).toEqual([1, 2, 3]);
  expect(asked).toEqual([null, 'b', 'c']);
});

test('what fails on the way fails as a whole: half a list is not shown as all of it', async () => {
  const read = (cursor: string | null) =>
    cursor === null ? Promise.resolve({ items: [1], next_cursor: 'b' }) : Promise.reject(new Error('away'));
  await expect(readAll(read)).rejects.toThrow('away');
});
