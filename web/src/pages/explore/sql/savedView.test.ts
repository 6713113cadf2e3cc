import { expect, test } from 'vitest';
import { searchOf, viewOf } from './savedView';

const AXES = { x: 'region', y: ['lost'], type: 'bar' } as const;

test('a chart comes back with the axes that it was saved with', () => {
  const view = viewOf({ view: 'chart' }, { ...AXES, y: [...AXES.y] });
  expect(view).toEqual({ type: 'bar', options: { x: 'region', y: ['lost'] } });
  expect(searchOf(view)).toEqual({ view: 'chart', ...AXES });
});

test('rows are saved as a table, and so is what cannot be drawn', () => {
  expect(viewOf({}, { ...AXES, y: [...AXES.y] })).toEqual({ type: 'table' });
  expect(viewOf({ view: 'chart' }, null)).toEqual({ type: 'table' });
  expect(searchOf({ type: 'table' })).toEqual({});
});

test('what somebody else wrote into a view is not taken at its word', () => {
  expect(searchOf(undefined)).toEqual({});
  expect(searchOf({ type: 'pie' })).toEqual({});
  expect(searchOf({ type: 'line', options: { x: 7, y: 'lost' } })).toEqual({ view: 'chart', type: 'line' });
});
