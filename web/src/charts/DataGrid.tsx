import styles from './charts.module.css';

/** A small table. */
export interface GridData {
  columns: { title: string; numeric?: boolean }[];
  rows: string[][];
}

/** The numbers of a chart. */
export function DataGrid({ data, caption, height }: { data: GridData; caption: string; height: number }) {
  return (
    <div className={styles.scroll} style={{ height }} tabIndex={0} role="region" aria-label={caption}>
      <table className={styles.grid}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {data.columns.map((column) => (
              <th key={column.title} scope="col" data-numeric={column.numeric}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={row.join('\u0001')}>
              {row.map((cell, index) => (
                <td key={data.columns[index]?.title} data-numeric={data.columns[index]?.numeric}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
