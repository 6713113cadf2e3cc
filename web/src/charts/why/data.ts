import type { EChartsCoreOption } from 'echarts/core';
import type { Direction, Why, WhyDimension, WhySegment } from '@/api/metric';
import { axisText, sizeOf } from '@/charts/axis';
import type { GridData } from '@/charts/DataGrid';
import type { Look } from '@/charts/look';
import { tooltip } from '@/charts/tooltip';
import { percent } from '@/format/number';
import { withSign, value as written, change as writtenChange } from '@/format/value';
import type { Step } from './steps';

/** Words of this chart. */
export interface WhyWords {
  segment: string;
  before: string;
  after: string;
  share: string;
  rate: string;
  mix: string;
  total: string;
  part: string;
  rest: (count: number) => string;
}

/** Pixels that a name of a segment may take. */
const NAME_WIDTH = 132;

/** The change as steps from left to right, one below the other: they end at the change. */
export function waterfallOption(
  steps: readonly Step[],
  why: Why,
  look: Look,
  words: WhyWords,
): EChartsCoreOption | undefined {
  if (steps.length <= 1) return undefined;
  const { unit, direction } = why.metric;
  const axis = axisText(unit, sizeOf(steps.flatMap((step) => [step.from, step.to])), look.style, why.currency);
  const names = steps.map((step) => nameOf(step, look, words));
  const parts = steps.map(floating);
  const hidden = { type: 'bar', stack: 'steps', silent: true, itemStyle: { color: 'transparent' } };
  const seen = (data: number[]) => ({
    type: 'bar',
    stack: 'steps',
    barMaxWidth: 18,
    data: data.map((length, index) => ({
      value: length,
      itemStyle: { color: colorOf(steps[index], direction, look) },
    })),
  });
  return {
    grid: { left: 8, right: 20, top: 4, bottom: 4, containLabel: true },
    yAxis: { type: 'category', inverse: true, data: names, axisLabel: { width: NAME_WIDTH, overflow: 'truncate' } },
    xAxis: { type: 'value', name: '', splitNumber: 4, axisLabel: { formatter: withUnit(axis) } },
    tooltip: {
      trigger: 'item',
      formatter: ({ dataIndex }: { dataIndex: number }) => tipOf(steps[dataIndex], names[dataIndex], why, look, words),
    },
    series: [
      { ...hidden, data: parts.map((part) => part.above.from) },
      seen(parts.map((part) => part.above.length)),
      { ...hidden, data: parts.map((part) => part.below.from) },
      seen(parts.map((part) => part.below.length)),
    ],
  };
}

/** For each segment what its own value and what its share did, beside each other around 0. */
export function effectsOption(
  dimension: WhyDimension,
  why: Why,
  look: Look,
  words: WhyWords,
): EChartsCoreOption | undefined {
  const { segments } = dimension;
  if (segments.length === 0) return undefined;
  const size = sizeOf(segments.flatMap((one) => [one.rate, one.mix]));
  const axis = axisText(why.metric.unit, size, look.style, why.currency);
  const [own, shift] = [look.palette.accent, look.palette.faint];
  const bars = (name: string, color: string, data: number[]) => ({
    type: 'bar',
    stack: 'effect',
    name,
    barMaxWidth: 18,
    itemStyle: { color },
    data,
  });
  return {
    grid: { left: 8, right: 20, top: 4, bottom: 4, containLabel: true },
    yAxis: {
      type: 'category',
      inverse: true,
      data: segments.map((one) => one.segment ?? look.words.unknown),
      axisLabel: { width: NAME_WIDTH, overflow: 'truncate', interval: 0 },
    },
    xAxis: { type: 'value', splitNumber: 4, axisLabel: { formatter: withUnit(axis) } },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow' },
      formatter: (hovered: { dataIndex: number }[]) => {
        const one = segments[hovered[0]?.dataIndex ?? 0];
        return one ? effectTip(one, why, look, words, [own, shift]) : '';
      },
    },
    series: [
      bars(
        words.rate,
        own,
        segments.map((one) => one.rate),
      ),
      bars(
        words.mix,
        shift,
        segments.map((one) => one.mix),
      ),
    ],
  };
}

/** Every segment with its values, shares and effects; the last row is the whole. */
export function whyTable(dimension: WhyDimension, why: Why, look: Look, words: WhyWords): GridData {
  const { unit } = why.metric;
  const write = (number: number | null) => written(number, unit, look.style, why.currency);
  const effect = (number: number) => effectText(number, why, look);
  const columns = [words.before, words.after, words.share, words.rate, words.mix, words.total, words.part];
  return {
    columns: [{ title: words.segment }, ...columns.map((title) => ({ title, numeric: true }))],
    rows: [
      ...dimension.segments.map((one) => [
        one.segment ?? look.words.unknown,
        write(one.value[0]),
        write(one.value[1]),
        `${percent(one.share[0])} → ${percent(one.share[1])}`,
        effect(one.rate),
        effect(one.mix),
        effect(one.total),
        percent(one.part, 0),
      ]),
      [
        words.total,
        write(why.before.value),
        write(why.after.value),
        '',
        effect(dimension.rate),
        effect(dimension.mix),
        effect(why.change.absolute),
        why.change.absolute === 0 ? percent(null) : percent(1, 0),
      ],
    ],
  };
}

/** An effect in words: points for a rate, the unit with its sign for the rest. */
export function effectText(effect: number, why: Why, look: Look): string {
  if (why.metric.unit === 'rate')
    return writtenChange({ absolute: effect, relative: null }, 'rate', look.style, null, 2);
  return withSign(effect, why.metric.unit, look.style, why.currency);
}

/** A bar that begins somewhere: what of it lies above 0 and what below, since bars are stacked away from 0. */
function floating(step: Step): { above: { from: number; length: number }; below: { from: number; length: number } } {
  const [low, high] = [Math.min(step.from, step.to), Math.max(step.from, step.to)];
  const above = Math.max(low, 0);
  const below = Math.min(high, 0);
  return {
    above: { from: above, length: Math.max(high, 0) - above },
    below: { from: below, length: Math.min(low, 0) - below },
  };
}

function nameOf(step: Step, look: Look, words: WhyWords): string {
  if (step.kind === 'segment') return step.segment ?? look.words.unknown;
  if (step.kind === 'rest') return words.rest(step.count);
  return step.kind === 'mix' ? words.mix : words.total;
}

function colorOf(step: Step | undefined, direction: Direction, look: Look): string {
  const { palette } = look;
  if (step === undefined || step.kind === 'mix' || step.kind === 'rest') return palette.faint;
  if (step.kind === 'total') return palette.muted;
  if (direction === 'neutral') return palette.accent;
  return step.to > step.from === (direction === 'higher_is_better') ? palette.good : palette.bad;
}

function tipOf(
  step: Step | undefined,
  name: string | undefined,
  why: Why,
  look: Look,
  words: WhyWords,
): HTMLElement | string {
  if (step === undefined || name === undefined) return '';
  const label = step.kind === 'segment' || step.kind === 'rest' ? words.rate : words.total;
  return tooltip(name, [{ name: label, value: effectText(step.to - step.from, why, look) }]);
}

function effectTip(one: WhySegment, why: Why, look: Look, words: WhyWords, colors: [string, string]): HTMLElement {
  const write = (number: number | null) => written(number, why.metric.unit, look.style, why.currency);
  return tooltip(one.segment ?? look.words.unknown, [
    { color: colors[0], name: words.rate, value: effectText(one.rate, why, look) },
    { color: colors[1], name: words.mix, value: effectText(one.mix, why, look) },
    { name: words.total, value: effectText(one.total, why, look) },
    { name: `${words.before} → ${words.after}`, value: `${write(one.value[0])} → ${write(one.value[1])}` },
    { name: words.share, value: `${percent(one.share[0])} → ${percent(one.share[1])}` },
  ]);
}

function withUnit(axis: { name: string; format: (value: number) => string }): (value: number) => string {
  return (value) => (value === 0 || axis.name === '' ? axis.format(value) : `${axis.format(value)} ${axis.name}`);
}
