import { describe, expect, test } from 'vitest';
import type { CanonicalField, Upload, UploadColumn } from '@/api/data';
import {
  acceptedShare,
  assign,
  changeTo,
  fitting,
  isSourceName,
  keepsAttributes,
  type Mapping,
  mappingOf,
  roleIn,
  sampleOf,
  unfilled,
} from './data';

const mapping: Mapping = {
  columns: { customer_id: '客户号', occurred_at: '日期' },
  constants: { kind: 'visit' },
  attributes: ['城市', '姓名'],
  personal: ['姓名'],
};

function field(name: string, required: boolean): CanonicalField {
  return { name, required, label: { zh: name, en: name }, type: 'text' };
}

describe('a column has one use', () => {
  test('read off the mapping', () => {
    expect(['客户号', '城市', '姓名', '备注'].map((column) => roleIn(column, mapping))).toEqual([
      'field:customer_id',
      'attribute',
      'personal',
      'ignored',
    ]);
  });

  test('a canonical column that is given away leaves its former source without use', () => {
    const next = assign(mapping, '城市', 'field:customer_id');
    expect(next.columns).toEqual({ customer_id: '城市', occurred_at: '日期' });
    expect(roleIn('客户号', next)).toBe('ignored');
    expect(next.attributes).toEqual(['姓名']);
  });

  test('a column takes the place of a constant, and what is personal is an attribute too', () => {
    expect(assign(mapping, '备注', 'field:kind').constants).toEqual({});
    const next = assign(mapping, '客户号', 'personal');
    expect(next.columns).toEqual({ occurred_at: '日期' });
    expect(next.attributes).toContain('客户号');
    expect(next.personal).toContain('客户号');
  });

  test('the mapping that was is not touched', () => {
    const before = JSON.stringify(mapping);
    assign(mapping, '姓名', 'ignored');
    expect(JSON.stringify(mapping)).toBe(before);
  });
});

test('what has to be filled is filled by a column or a constant', () => {
  const fields = [field('customer_id', true), field('kind', true), field('amount', false), field('as_of', true)];
  expect(unfilled(fields, mapping).map((missing) => missing.name)).toEqual(['as_of']);
});

test('names of sources are those of holdfast.toml', () => {
  expect(['orders', 'a-b_1', '订单', '', 'a b', '订/单'].map(isSourceName)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
  ]);
});

test('what is too large is told before it is sent', () => {
  const [small, large] = [{ size: 10 }, { size: 11 }];
  expect(fitting([small, large], 10)).toEqual({ fit: [small], large: [large] });
});

test('one refused row of a million is not nothing', () => {
  expect([
    acceptedShare(999_999, 1_000_000),
    acceptedShare(1, 1_000_000),
    acceptedShare(5, 5),
    acceptedShare(0, 0),
  ]).toEqual(['99.9%', '0.1%', '100%', '–']);
});

test('a sample shows what is garbled, and is short', () => {
  expect(
    sampleOf([
      ['客户', null, '姓名'],
      ['1', '张三'],
    ]),
  ).toBe('客户, 姓名 / 1, 张三');
  expect(sampleOf([['x'.repeat(99)]])).toHaveLength(49);
  expect(sampleOf(null)).toBeNull();
});

function upload(attributes: string[] | null, kinds: UploadColumn['role']['kind'][]): Upload {
  const label = { zh: '', en: '' };
  return {
    columns: kinds.map((kind, index) => ({ name: `c${index}`, role: { kind, field: null, label } }) as UploadColumn),
    mapping: { columns: { customer_id: 'c0' }, constants: {}, attributes, personal: [] },
  } as unknown as Upload;
}

test('where all other columns are kept they are named, so that one of them can be left out', () => {
  const all = upload(null, ['canonical', 'attribute', 'attribute']);
  expect(mappingOf(all)?.attributes).toEqual(['c1', 'c2']);
  expect(keepsAttributes(all)).toBe(true);
  expect(keepsAttributes(upload([], ['canonical', 'left_out']))).toBe(true);
});

test('a table that keeps no others is told of none', () => {
  const events = upload(null, ['canonical', 'left_out']);
  expect(keepsAttributes(events)).toBe(false);
  expect(changeTo(mapping, false)).toEqual({ columns: mapping.columns, constants: mapping.constants });
  expect(changeTo(mapping, true)).toHaveProperty('personal', ['姓名']);
});
