import { expect, test } from 'vitest';
import { keepHistory, type Ran, readHistory, remember } from './history';

function ran(query: string, at = 0): Ran {
  return { query, at, rows: 1 };
}

test('a query that is run again moves to the top', () => {
  const history = remember(remember([ran('a')], ran('b')), ran('a', 5));
  expect(history.map(({ query, at }) => [query, at])).toEqual([
    ['a', 5],
    ['b', 0],
  ]);
});

test('it does not grow for ever', () => {
  const history = Array.from({ length: 80 }, (_, index) => ran(`q${index}`)).reduce<Ran[]>(remember, []);
  expect(history).toHaveLength(50);
  expect(history[0]?.query).toBe('q79');
});

test('what is kept is read again, and what is broken is nothing', () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
  keepHistory(storage, [ran('a')]);
  expect(readHistory(storage)).toEqual([ran('a')]);
  expect(readHistory({ getItem: () => '{' })).toEqual([]);
  expect(readHistory({ getItem: () => '[1,{"query":2}]' })).toEqual([]);
});

test('a full storage is no failure', () => {
  const full = {
    setItem: () => {
      throw new Error('full');
    },
  };
  expect(() => keepHistory(full, [ran('a')])).not.toThrow();
});
