/** A piece of a line. */
export type Inline = { type: 'text' | 'code' | 'strong'; text: string };

/** A block of a text: what model cards are written with, and no more. */
export type Block =
  | { type: 'heading'; level: 1 | 2 | 3; text: Inline[] }
  | { type: 'paragraph'; text: Inline[] }
  | { type: 'list'; items: Inline[][] }
  | { type: 'table'; head: Inline[][]; rows: Inline[][][]; numeric: boolean[] }
  | { type: 'code'; text: string };

/** Reads Markdown into blocks. Nothing in it becomes markup: what is not understood stays text. */
export function parse(markdown: string): Block[] {
  const lines = markdown.replaceAll('\r', '').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const [block, next] = blockAt(lines, at);
    if (block) blocks.push(block);
    at = Math.max(next, at + 1);
  }
  return blocks;
}

function blockAt(lines: readonly string[], at: number): [Block | undefined, number] {
  const line = lines[at] ?? '';
  if (line.trim() === '') return [undefined, at + 1];
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading) {
    const level = Math.min(3, heading[1]?.length ?? 1) as 1 | 2 | 3;
    return [{ type: 'heading', level, text: inline(heading[2] ?? '') }, at + 1];
  }
  if (line.startsWith('```')) return codeAt(lines, at);
  if (isTable(lines, at)) return tableAt(lines, at);
  if (isItem(line)) return listAt(lines, at);
  let end = at;
  while (end < lines.length && isProse(lines, end)) end++;
  const text = lines.slice(at, Math.max(end, at + 1)).join(' ');
  return [{ type: 'paragraph', text: inline(text) }, end];
}

function isProse(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  return (
    line.trim() !== '' && !/^#{1,6}\s/.test(line) && !line.startsWith('```') && !isItem(line) && !isTable(lines, at)
  );
}

function isItem(line: string): boolean {
  return /^\s*[-*]\s+/.test(line);
}

function isTable(lines: readonly string[], at: number): boolean {
  return (lines[at] ?? '').startsWith('|') && /^\|[\s:|-]+\|\s*$/.test(lines[at + 1] ?? '');
}

function codeAt(lines: readonly string[], at: number): [Block, number] {
  let end = at + 1;
  while (end < lines.length && !(lines[end] ?? '').startsWith('```')) end++;
  return [{ type: 'code', text: lines.slice(at + 1, end).join('\n') }, end + 1];
}

function listAt(lines: readonly string[], at: number): [Block, number] {
  const items: Inline[][] = [];
  let end = at;
  while (end < lines.length && isItem(lines[end] ?? '')) {
    items.push(inline((lines[end] ?? '').replace(/^\s*[-*]\s+/, '')));
    end++;
  }
  return [{ type: 'list', items }, end];
}

function tableAt(lines: readonly string[], at: number): [Block, number] {
  const numeric = cells(lines[at + 1] ?? '').map((rule) => rule.endsWith(':'));
  const rows: Inline[][][] = [];
  let end = at + 2;
  while (end < lines.length && (lines[end] ?? '').startsWith('|')) {
    rows.push(cells(lines[end] ?? '').map(inline));
    end++;
  }
  return [{ type: 'table', head: cells(lines[at] ?? '').map(inline), rows, numeric }, end];
}

/** Cells of a row; `\|` is a bar within a cell. */
function cells(line: string): string[] {
  const parts = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
  return parts.slice(1, line.trimEnd().endsWith('|') ? -1 : undefined);
}

function inline(text: string): Inline[] {
  return text
    .split(/(`[^`]+`|\*\*[^*]+\*\*)/)
    .filter((part) => part !== '')
    .map((part) => {
      if (part.length > 2 && part.startsWith('`') && part.endsWith('`'))
        return { type: 'code', text: part.slice(1, -1) };
      if (part.length > 4 && part.startsWith('**') && part.endsWith('**'))
        return { type: 'strong', text: part.slice(2, -2) };
      return { type: 'text', text: part };
    });
}
