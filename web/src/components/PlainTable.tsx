import type { ReactNode } from 'react';
import styles from './table.module.css';

/** A column of a short table. */
export interface PlainColumn<Row> {
  key: string;
  title: ReactNode;
  cell: (row: Row) => ReactNode;
  numeric?: boolean;
  centred?: boolean;
  /** Left out where there is little room. */
  wideOnly?: boolean;
}

interface Props<Row> {
  columns: PlainColumn<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
  caption: string;
  /** What stands there without rows. */
  empty?: ReactNode;
}

/** A table of a few dozen rows; long lists are a `DataTable`. */
export function PlainTable<Row>({ columns, rows, keyOf, caption, empty }: Props<Row>) {
  if (rows.length === 0 && empty !== undefined) return <div className={styles.none}>{empty}</div>;
  return (
    <div className={styles.plainScroll} tabIndex={0} role="region" aria-label={caption}>
      <table className={styles.plain}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                data-numeric={column.numeric}
                data-centred={column.centred}
                data-wide={column.wideOnly}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) => (
                <td
                  key={column.key}
                  data-numeric={column.numeric}
                  data-centred={column.centred}
                  data-wide={column.wideOnly}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
