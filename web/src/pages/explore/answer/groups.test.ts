import { expect, test } from 'vitest';
import { LOST } from './answerOfTests';
import { groupsOf, largest, nameOf } from './groups';

test('rows come together by dimension; what is not known has a name', () => {
  const groups = groupsOf(LOST, '流失', '（未知）');
  expect(groups.map((group) => group.name)).toEqual(['华东', '（未知）']);
  expect(groups[0]?.points.map((point) => point.value)).toEqual([5, 0]);
});

test('a period in which a group has no row is not known, not 0', () => {
  const [, unknown] = groupsOf(LOST, '流失', '（未知）');
  expect(unknown?.points).toMatchObject([
    { label: '2024-01', value: 2 },
    { label: '2024-02', status: 'partial', value: null },
  ]);
});

test('without dimensions the one group is called as the metric', () => {
  const rows = LOST.rows.slice(0, 1).map((row) => ({ ...row, dims: [] }));
  expect(groupsOf({ ...LOST, dims: [], rows }, '流失', '').map((group) => group.name)).toEqual(['流失']);
  expect(nameOf(['华东', 3], '', '')).toBe('华东 · 3');
});

test('of sixty groups the largest are drawn and the rest counted', () => {
  const groups = Array.from({ length: 60 }, (_, index) => ({
    cells: [`${index}`],
    name: `${index}`,
    points: [{ label: '2024-01', status: 'complete' as const, value: index === 3 ? null : index, interval: null }],
  }));
  const { shown, hidden } = largest(groups, 12);
  expect([shown[0]?.name, shown.length, hidden]).toEqual(['59', 12, 48]);
  expect(largest(groups.slice(0, 2), 12)).toMatchObject({ hidden: 0 });
});
