import { expect, test } from 'vitest';
import { neighbours } from './neighbours';

const workspace = {
  first_day: '2023-11-15',
  freshness: { commit: 1, through: '2024-01-20', as_of: null, refreshed_at: null, restricted: false },
};

test('one can go back to the first period with data and forward to the last', () => {
  expect(neighbours('2024-01', 'month', workspace)).toEqual({ earlier: '2023-12', later: undefined });
  expect(neighbours('2023-12', 'month', workspace)).toEqual({ earlier: '2023-11', later: '2024-01' });
  expect(neighbours('2023-11', 'month', workspace)).toEqual({ earlier: undefined, later: '2023-12' });
});

test('from a period outside of the data one comes back to the last', () => {
  expect(neighbours('2031-01', 'month', workspace)).toEqual({ earlier: undefined, later: '2024-01' });
});

test('before anything is known one cannot go anywhere', () => {
  expect(neighbours(undefined, 'month', workspace)).toEqual({});
});
