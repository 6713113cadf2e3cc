import { expect, test } from 'vitest';
import { levelsOf } from './data';

const none = { red: 0, orange: 0, yellow: 0, none: 0 };

test('shares add up to 1, the most urgent first', () => {
  const levels = levelsOf({ ...none, red: 1, yellow: 3, none: 4 });
  expect(levels.map((one) => one.level)).toEqual(['red', 'orange', 'yellow', 'none']);
  expect(levels.map((one) => one.share)).toEqual([0.125, 0, 0.375, 0.5]);
});

test('where nobody was scored no share is made up', () => {
  expect(levelsOf(none).every((one) => one.share === 0)).toBe(true);
});
