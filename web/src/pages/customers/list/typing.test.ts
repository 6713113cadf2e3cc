import { expect, test } from 'vitest';
import { asSent, isUnsent, underAddress } from './typing';

test('what was asked for comes back in the address and leaves the field as it is', () => {
  const sent = asSent({ typed: 'John ', sent: '' });
  expect(sent).toEqual({ typed: 'John ', sent: 'John' });
  expect(isUnsent(sent)).toBe(false);
  expect(underAddress(sent, 'John')).toBe(sent);
  const further = { ...sent, typed: 'John Sm' };
  expect(isUnsent(further)).toBe(true);
  expect(underAddress(further, 'John')).toBe(further);
});

test('a text that came from elsewhere is taken over', () => {
  const sent = { typed: 'John ', sent: 'John' };
  expect(underAddress(sent, '')).toEqual({ typed: '', sent: '' });
  expect(isUnsent(underAddress(sent, 'Li'))).toBe(false);
});
