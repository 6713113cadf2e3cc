import { Fragment } from 'react';
import { type Block, type Inline, parse } from './parse';

/** A text in Markdown. It is made of elements, never of HTML: nothing in it can do anything. */
export function Markdown({ text, tableClass }: { text: string; tableClass?: string }) {
  return keyed(parse(text)).map(([key, block]) => <BlockView key={key} block={block} tableClass={tableClass} />);
}

function BlockView({ block, tableClass }: { block: Block; tableClass: string | undefined }) {
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
      return <TableView table={block} tableClass={tableClass} />;
  }
}

function TableView({ table, tableClass }: { table: Block & { type: 'table' }; tableClass: string | undefined }) {
  return (
    <table className={tableClass}>
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
