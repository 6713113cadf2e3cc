import { expect, test } from 'vitest';
import { nextPair } from './usePeriodClick';

test('two clicks choose two periods, in whatever order', () => {
  const once = nextPair({}, '2024-03');
  expect(once).toEqual({ before: '2024-03', after: undefined });
  expect(nextPair(once, '2024-01')).toEqual({ before: '2024-01', after: '2024-03' });
  expect(nextPair(once, '2024-05')).toEqual({ before: '2024-03', after: '2024-05' });
});

test('the same period twice chooses none, a third click begins anew', () => {
  expect(nextPair({ before: '2024-03' }, '2024-03')).toEqual({ before: undefined, after: undefined });
  expect(nextPair({ before: '2024-01', after: '2024-03' }, '2024-05')).toEqual({ before: '2024-05', after: undefined });
});
