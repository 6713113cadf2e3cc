import { expect, test } from 'vitest';
import type { Reject } from '@/api/data';
import { csvOf } from './data';

function reject(value: string | null): Reject {
  return {
    batch: 'b1',
    source: 'orders',
    table: 'events',
    file: '订单.csv',
    row: 7,
    column: '金额',
    value,
    code: 'bad-number',
    problem: { zh: '不是数字，已拒绝', en: 'not a number, "refused"' },
    row_kept: false,
  };
}

test('a file of rejects opens in a spreadsheet and runs nothing', () => {
  const csv = csvOf([reject('=cmd|calc'), reject(null)], ['批次'], 'zh');
  expect(csv.startsWith('\uFEFF批次\r\n')).toBe(true);
  expect(csv).toContain("b1,orders,订单.csv,7,金额,'=cmd|calc,bad-number,不是数字，已拒绝\r\n");
  expect(csv).toContain(',金额,,bad-number,');
});

test('quotes, commas and line breaks stay within their field', () => {
  expect(csvOf([reject('a,"b"\nc')], [], 'en')).toContain('"a,""b""\nc",bad-number,"not a number, ""refused"""');
});
