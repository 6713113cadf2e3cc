import type { ModelShapes, ShapeBin, ShapeColumn, ShapeTerm, ShapeValue } from '@/api/models';
import type { Bilingual } from '@/api/types';
import { plain } from '@/format/number';

/** What a term is drawn as. */
export type ShapeKind = 'number' | 'category' | 'pair';

/** Words for bins that hold no number and no level, and how numbers of a column are written. */
export interface BinWords {
  missing: string;
  rare: string;
  number: (value: number, column: string) => string;
}

/** A term with its weight in the model. */
export interface Term {
  /** Names of its columns, which is what an address calls it. */
  id: string;
  label: string;
  kind: ShapeKind;
  importance: number;
  columns: ShapeColumn[];
  points: ShapeValue[];
}

/** All terms of a model's additive parts in log-odds of the whole model, the most important first. */
export function termsOf(shapes: ModelShapes, pick: (text: Bilingual) => string): Term[] {
  return shapes.parts
    .filter((part) => part.kind === 'additive')
    .flatMap((part) => part.terms.map((term) => termOf(term, part.weight, pick)))
    .sort((a, b) => b.importance - a.importance);
}

function termOf(term: ShapeTerm, weight: number, pick: (text: Bilingual) => string): Term {
  const [first] = term.columns;
  return {
    id: term.columns.map((column) => column.name).join('*'),
    label: term.columns.map((column) => pick(column.label)).join(' × '),
    kind: term.columns.length > 1 ? 'pair' : isNumber(first) ? 'number' : 'category',
    importance: term.importance * weight,
    columns: term.columns,
    points: term.points.map(({ value, low, high, weight: rows }) => ({
      value: value * weight,
      low: low * weight,
      high: high * weight,
      weight: rows,
    })),
  };
}

function isNumber(column: ShapeColumn | undefined): boolean {
  return column?.bins.some((bin) => bin.kind === 'between') ?? false;
}

/** What a bin holds, in words. */
export function binText(bin: ShapeBin, column: string, words: BinWords): string {
  if (bin.kind === 'missing') return words.missing;
  if (bin.kind === 'rare') return words.rare;
  if (bin.kind === 'level') return bin.level ?? '';
  const [above, upTo] = [bin.above, bin.up_to].map((edge) => (edge === null ? null : words.number(edge, column)));
  if (above == null) return upTo == null ? words.number(0, column) : `≤ ${upTo}`;
  return upTo == null ? `> ${above}` : `${above} – ${upTo}`;
}

/** A bin of numbers with what is added there. */
export interface Step extends ShapeValue {
  from: number;
  to: number;
}

/** Width of an open bin, as a share of what lies between the edges. */
const OPEN = 0.05;
/** Share of the rows at either end that the axis does not reach. */
const TAIL = 0.01;

/** Bins of numbers in order with their edges, and what is added where the value is missing. */
export function stepsOf(term: Term): { steps: Step[]; missing: ShapeValue | undefined } {
  const bins = term.columns[0]?.bins ?? [];
  const edges = bins
    .flatMap((bin) => (bin.kind === 'between' ? [bin.above, bin.up_to] : []))
    .filter((edge) => edge !== null);
  const [least, most] = [Math.min(...edges), Math.max(...edges)];
  const open = edges.length === 0 ? 1 : Math.max((most - least) * OPEN, Math.abs(most) * 1e-6, 1e-9);
  let missing: ShapeValue | undefined;
  const steps: Step[] = [];
  bins.forEach((bin, at) => {
    const point = term.points[at];
    if (point === undefined) return;
    if (bin.kind === 'missing') missing = point;
    if (bin.kind !== 'between') return;
    const from = bin.above ?? (edges.length === 0 ? 0 : least - open);
    const to = bin.up_to ?? (edges.length === 0 ? 1 : most + open);
    steps.push({ ...point, from, to });
  });
  return { steps, missing: missing && missing.weight > 0 ? missing : undefined };
}

/** The part of the axis where nearly all rows are: a few far away would squeeze the rest. */
export function rangeOf(steps: readonly Step[]): [number, number] {
  const total = steps.reduce((sum, step) => sum + step.weight, 0);
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return [0, 1];
  if (total <= 0) return [first.from, last.to];
  let sum = 0;
  let [low, high] = [first.from, last.to];
  for (const step of steps) {
    if (sum <= TAIL * total) low = step.from;
    sum += step.weight;
    if (sum >= (1 - TAIL) * total) {
      high = step.to;
      break;
    }
  }
  return [low, high];
}

/** A number to three significant digits, without an exponent. */
export function threeDigits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const digits = rounded === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded))));
  return plain(rounded, Number.isInteger(rounded) ? 0 : Math.min(6, digits));
}
