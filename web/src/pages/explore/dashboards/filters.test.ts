import { expect, test } from 'vitest';
import type { DashboardSpec, QuestionSpec } from '@/api/documents';
import { conditionsUnder, filtersOf, questionUnder, searchedWhere, whereOf } from './filters';

const spec: DashboardSpec = { items: [], filters: [{ dimension: 'region', values: ['华东'] }] };
const question = (type: 'line' | 'bar', params: object): Extract<QuestionSpec, { kind: 'metric' }> => ({
  kind: 'metric',
  metric: 'customers_lost',
  params,
  view: { type },
});

test('the address goes before what was saved, even to say that nothing is filtered', () => {
  expect(whereOf(spec, {})).toEqual(['region=华东']);
  expect(whereOf(spec, { where: ['channel='] })).toEqual(['channel=']);
  const none = searchedWhere(spec, []);
  expect(whereOf(spec, { where: none })).toEqual([]);
  expect(searchedWhere(spec, ['region=华东'])).toBeUndefined();
});

test('filters come back as they were saved, what is not known too', () => {
  expect(whereOf({ ...spec, filters: filtersOf(['region=', 'channel=门店']) }, {})).toEqual([
    'region=',
    'channel=门店',
  ]);
});

test('filters apply to every question and overrule its own on the same dimension', () => {
  const asked = questionUnder(
    question('line', { by: ['region'], where: ['region=华北', 'owner=张'] }),
    ['region=华东'],
    {},
  );
  expect(asked.where).toEqual(['owner=张', 'region=华东']);
});

test('bars of the filtered dimension stay, so that another can be clicked', () => {
  expect(questionUnder(question('bar', { by: ['region'] }), ['region=华东'], {}).where).toBeUndefined();
  expect(questionUnder(question('bar', { by: ['channel'] }), ['region=华东'], {}).where).toEqual(['region=华东']);
});

test('another length of periods drops the range, which was written in the old one', () => {
  const saved = question('line', { period: 'month', from: '2024-01', to: '2024-06' });
  expect(questionUnder(saved, [], { period: 'quarter' })).toEqual({ metric: 'customers_lost', period: 'quarter' });
  expect(questionUnder(saved, [], { period: 'month' }).from).toBe('2024-01');
});

test('SQL is under the filters too, but for that of the dimension whose bars it draws', () => {
  const where = ['region=华东', 'channel='];
  expect(conditionsUnder(undefined, where)).toEqual(where);
  expect(conditionsUnder({ type: 'bar', options: { x: 'region', y: ['n'] } }, where)).toEqual(['channel=']);
  expect(conditionsUnder({ type: 'line', options: { x: 'region', y: ['n'] } }, where)).toEqual(where);
});
