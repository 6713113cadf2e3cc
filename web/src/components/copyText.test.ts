import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { copyText } from './copyText';

let inDialog = { append: vi.fn() };
let execCommand = vi.fn(() => true);
let focus = vi.fn();
const input = { value: '', select: vi.fn(), remove: vi.fn() };
const body = { append: vi.fn() };

/** A page on which a button in a dialog has the focus. */
class Focused {
  focus = focus;
  closest = () => inDialog;
}

beforeEach(() => {
  vi.clearAllMocks();
  inDialog = { append: vi.fn() };
  focus = vi.fn();
  execCommand = vi.fn(() => true);
  vi.stubGlobal('HTMLElement', Focused);
  vi.stubGlobal('document', {
    activeElement: new Focused(),
    body,
    createElement: () => input,
    addEventListener: vi.fn(),
    removeEventListener: vi.fn(),
    execCommand: () => execCommand(),
  });
  vi.stubGlobal('navigator', {});
});
afterEach(() => vi.unstubAllGlobals());

test('the clipboard of the browser gets the text', async () => {
  const writeText = vi.fn(async () => undefined);
  vi.stubGlobal('navigator', { clipboard: { writeText } });
  expect(await copyText('SELECT 1')).toBe(true);
  expect(writeText).toHaveBeenCalledWith('SELECT 1');
  expect(execCommand).not.toHaveBeenCalled();
});

test('without it the text is selected within the dialog, and the focus goes back', async () => {
  expect(await copyText('SELECT 1')).toBe(true);
  expect(input.value).toBe('SELECT 1');
  expect(inDialog.append).toHaveBeenCalledWith(input);
  expect(body.append).not.toHaveBeenCalled();
  expect(input.select).toHaveBeenCalled();
  expect(input.remove).toHaveBeenCalled();
  expect(focus).toHaveBeenCalled();
});

test('a refusal is tried the older way too, and told where that is refused', async () => {
  vi.stubGlobal('navigator', { clipboard: { writeText: () => Promise.reject(new DOMException('no')) } });
  execCommand = vi.fn(() => false);
  expect(await copyText('SELECT 1')).toBe(false);
  execCommand = vi.fn(() => {
    throw new Error('no');
  });
  expect(await copyText('SELECT 1')).toBe(false);
  expect(input.remove).toHaveBeenCalledTimes(2);
});
