import { expect, test } from 'vitest';
import { condition, readCondition, readQuestion, toggleConditions } from './question';

test('an address is read; what is not understood is left out', () => {
  const read = readQuestion({
    metric: 'churn_rate_start',
    period: 'fortnight',
    from: 2024,
    by: ['region', 'region', 7],
    compare: ['previous', 'tomorrow'],
    where: ['region=华东', 'nonsense', '=x'],
    colour: 'red',
  });
  expect(read).toEqual({
    metric: 'churn_rate_start',
    from: '2024',
    by: ['region', '7'],
    compare: ['previous'],
    where: ['region=华东'],
  });
});

test('one value stands for a list of one', () => {
  expect(readQuestion({ by: 'region', where: 'channel=' })).toEqual({ by: ['region'], where: ['channel='] });
});

test('a condition on what is not known comes back as null, a value with = in it whole', () => {
  expect(readCondition(condition('region', null))).toEqual({ dimension: 'region', value: null });
  expect(readCondition(condition('plan', 'a=b'))).toEqual({ dimension: 'plan', value: 'a=b' });
});

test('a second click takes a condition away, another value replaces it', () => {
  const once = toggleConditions([], [{ dimension: 'region', value: '华东' }]);
  expect(once).toEqual(['region=华东']);
  expect(toggleConditions(once, [{ dimension: 'region', value: '华北' }])).toEqual(['region=华北']);
  expect(toggleConditions(once, [{ dimension: 'region', value: '华东' }])).toEqual([]);
  expect(toggleConditions(once, [{ dimension: 'channel', value: null }])).toEqual(['region=华东', 'channel=']);
});

test('a bar of two dimensions sets both, and takes both away only where both stand', () => {
  const bar = (region: string, channel: string) => [
    { dimension: 'region', value: region },
    { dimension: 'channel', value: channel },
  ];
  const once = toggleConditions(['owner=张'], bar('华东', '门店'));
  expect(once).toEqual(['owner=张', 'region=华东', 'channel=门店']);
  expect(toggleConditions(once, bar('华东', '网上'))).toEqual(['owner=张', 'region=华东', 'channel=网上']);
  expect(toggleConditions(['region=华东'], bar('华东', '门店'))).toEqual(['region=华东', 'channel=门店']);
  expect(toggleConditions(once, bar('华东', '门店'))).toEqual(['owner=张']);
});
