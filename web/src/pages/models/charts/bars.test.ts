import { expect, test } from 'vitest';
import { LIGHT } from '@/app/palette';
import { barsHeight, barsOption } from './bars';

const look = { measure: 'm', format: String, palette: LIGHT };

test('only bars with both ends have an interval', () => {
  const option = barsOption(
    [
      { name: 'a', value: 1, low: 0.5, high: 2 },
      { name: 'b', value: 2, low: 1 },
    ],
    look,
  );
  expect(((option?.series ?? []) as { data: unknown[] }[])[1]?.data).toEqual([[0, 0.5, 2]]);
});

test('what does not stand out is paler, and a threshold is a line', () => {
  const option = barsOption([{ name: 'a', value: 1, strong: false }], { ...look, line: { value: 0.1, name: 'limit' } });
  const series = (option?.series ?? []) as { data: { itemStyle: object }[]; markLine: { data: unknown[] } }[];
  expect(series[0]?.data[0]?.itemStyle).toMatchObject({ color: LIGHT.ramp[2] });
  expect(series[0]?.markLine.data).toEqual([{ xAxis: 0.1 }]);
});

test('nothing to show is no chart, and many bars get room', () => {
  expect(barsOption([], look)).toBeUndefined();
  expect(barsHeight(20)).toBeGreaterThan(barsHeight(5));
});
