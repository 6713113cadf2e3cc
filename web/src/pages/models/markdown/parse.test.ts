import { expect, test } from 'vitest';
import { parse } from './parse';

const text = (words: string) => [{ type: 'text', text: words }];

test('headings, paragraphs and lists', () => {
  expect(parse('# Card m1\n\nOne.\nTwo.\n\n- a\n- b `x`\n')).toEqual([
    { type: 'heading', level: 1, text: text('Card m1') },
    { type: 'paragraph', text: text('One. Two.') },
    { type: 'list', items: [text('a'), [...text('b '), { type: 'code', text: 'x' }]] },
  ]);
});

test('tables say which columns hold numbers, and a bar may stand in a cell', () => {
  expect(parse('| a | b |\n|---|---:|\n| x\\|y | 1 |')).toEqual([
    { type: 'table', head: [text('a'), text('b')], rows: [[text('x|y'), text('1')]], numeric: [false, true] },
  ]);
});

test('markup stays text', () => {
  const [block] = parse('<img src=x onerror=alert(1)> [a](javascript:alert(1))');
  expect(block).toEqual({ type: 'paragraph', text: text('<img src=x onerror=alert(1)> [a](javascript:alert(1))') });
});

test('a fence that is never closed ends with the text, and every text ends', () => {
  expect(parse('```\na\nb')).toEqual([{ type: 'code', text: 'a\nb' }]);
  expect(parse('|')).toEqual([{ type: 'paragraph', text: text('|') }]);
  expect(parse('')).toEqual([]);
});
