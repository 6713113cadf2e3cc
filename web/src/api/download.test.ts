import { expect, test } from 'vitest';
import { fileName } from './download';

test('a file is called what the server calls it, in any script', () => {
  expect(fileName('attachment; filename="customers.csv"')).toBe('customers.csv');
  expect(fileName('attachment; filename="x.csv"; filename*=UTF-8\'\'%E5%AE%A2%E6%88%B7.csv')).toBe('客户.csv');
  expect(fileName('attachment')).toBeUndefined();
  expect(fileName(null)).toBeUndefined();
});
