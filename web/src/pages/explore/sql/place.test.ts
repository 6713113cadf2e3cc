import { expect, test } from 'vitest';
import { offsetOf, placeOf } from './place';

const QUERY = 'SELECT customer_id,\n  regoin\nFROM customers';

test('a line and a column are taken from the message', () => {
  const message = 'sql parser error: Expected: end of statement, found: FORM at Line: 2, Column: 3';
  const place = placeOf(message, QUERY);
  expect(place).toEqual({ line: 2, column: 3, length: 6 });
  expect(place && QUERY.slice(offsetOf(place, QUERY), offsetOf(place, QUERY) + place.length)).toBe('regoin');
});

test.each([
  ["Schema error: No field named regoin. Did you mean 'customers.region'?", 'regoin'],
  ['Schema error: No field named customers.regoin.', 'regoin'],
  ["Error during planning: table 'holdfast.public.customers' not found", 'customers'],
])('an unknown name is found in the query: %s', (message, name) => {
  const place = placeOf(message, QUERY);
  expect(place).not.toBeNull();
  if (place) expect(QUERY.slice(offsetOf(place, QUERY)).startsWith(name)).toBe(true);
});

test('a name within another is not it, and a message without a place has none', () => {
  expect(placeOf('No field named custom', QUERY)).toBeNull();
  expect(placeOf('out of memory', QUERY)).toBeNull();
});

test('a place past the end is the end', () => {
  const place = placeOf('at Line: 9, Column: 9', QUERY);
  expect(place && offsetOf(place, QUERY)).toBe(QUERY.length);
});
