import { Fragment } from 'react';
import { type Block, type Inline, parse } from './parse';

/** How tables look: each lies in a frame that scrolls by itself. */
interface TableLook {
  scrollClass?: string;
  tableClass?: string;
}

/** A text in Markdown. It is made of elements, never of HTML: nothing in it can do anything. */
export function Markdown({ text, ...look }: { text: string } & TableLook) {
  return keyed(parse(text)).map(([key, block]) => <BlockView key={key} block={block} look={look} />);
}

function BlockView({ block, look }: { block: Block; look: TableLook }) {
  switch (block.type) {
    case 'heading': {
      // The page has its own first heading.
      const Heading = block.level === 1 ? 'h2' : 'h3';
      return (
        <Heading>
          <Words words={block.text} />
        </Heading>
      );
    }
    case 'paragraph':
      return (
        <p>
          <Words words={block.text} />
        </p>
      );
    case 'code':
      return <pre tabIndex={0}>{block.text}</pre>;
    case 'list':
      return (
        <ul>
          {keyed(block.items).map(([key, item]) => (
            <li key={key}>
              <Words words={item} />
            </li>
          ))}
        </ul>
      );
    case 'table':
      return <TableView table={block} look={look} />;
  }
}

function TableView({ table, look }: { table: Block & { type: 'table' }; look: TableLook }) {
  const heading = table.head.map((words) => words.map(({ text }) => text).join('')).join(', ');
  return (
    // Wider than a phone: it is scrolled by the keyboard, too.
    <div className={look.scrollClass} tabIndex={0} role="group" aria-label={heading}>
      <table className={look.tableClass}>
        <thead>
          <tr>
            {keyed(table.head).map(([key, cell], at) => (
              <th key={key} scope="col" data-numeric={table.numeric[at]}>
                <Words words={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed(table.rows).map(([key, row]) => (
            <tr key={key}>
              {keyed(row).map(([cellKey, cell], at) => (
                <td key={cellKey} data-numeric={table.numeric[at]}>
                  <Words words={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Words({ words }: { words: Inline[] }) {
  return keyed(words).map(([key, { type, text }]) => {
    if (type === 'code') return <code key={key}>{text}</code>;
    if (type === 'strong') return <strong key={key}>{text}</strong>;
    return <Fragment key={key}>{text}</Fragment>;
  });
}

/** A text never changes in part: the place of a piece is its name. */
function keyed<Item>(items: readonly Item[]): [string, Item][] {
  return items.map((item, at) => [String(at), item]);
}
