import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './table.module.css';
import { useBackToTop } from './useBackToTop';

/** A column of a table. */
export interface Column<Row> {
  key: string;
  title: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Width in pixels; absent: a share of what is left. */
  width?: number;
  numeric?: boolean;
  sorted?: 'ascending' | 'descending';
  onSort?: () => void;
}

interface Props<Row> {
  columns: Column<Row>[];
  rows: readonly Row[];
  keyOf: (row: Row, index: number) => string | number;
  caption: string;
  height?: number;
  rowHeight?: number;
  /** Rows that there are, where not all are loaded. */
  total?: number;
  /** Which list it is: where that changes, one is led back to its top. */
  list?: string;
  onEnd?: () => void;
  onOpen?: (row: Row) => void;
}

/** Rows beyond the ones in sight that are drawn too. */
const OVERSCAN = 12;

/** A table that draws only the rows in sight, and asks for more at its end. */
export function DataTable<Row>(props: Props<Row>) {
  const { columns, rows, keyOf, caption, height = 480, rowHeight = 36, total, list, onEnd, onOpen } = props;
  const { t } = useTranslation();
  const scroll = useRef<HTMLDivElement>(null);
  useBackToTop(scroll, list);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onEnd && rows.length > 0 && last >= rows.length - OVERSCAN) onEnd();
  }, [last, rows.length, onEnd]);
  const template = columns.map((column) => (column.width ? `${column.width}px` : 'minmax(120px, 1fr)')).join(' ');
  const minWidth = columns.reduce((sum, column) => sum + (column.width ?? 120), 0);
  return (
    <div
      ref={scroll}
      className={styles.scroll}
      style={{ height: Math.min(height, (rows.length + 1) * rowHeight + 2) }}
      tabIndex={0}
      role="region"
      aria-label={caption}
    >
      <div role="table" aria-label={caption} aria-rowcount={(total ?? rows.length) + 1} style={{ minWidth }}>
        <div role="rowgroup" className={styles.head}>
          <div
            role="row"
            aria-rowindex={1}
            className={styles.row}
            style={{ gridTemplateColumns: template, height: rowHeight }}
          >
            {columns.map((column) => (
              <div key={column.key} role="columnheader" aria-sort={column.sorted} data-numeric={column.numeric}>
                {column.onSort ? (
                  <button type="button" onClick={column.onSort} className={styles.sort}>
                    {column.title}
                    <span aria-hidden="true">{ARROW[column.sorted ?? 'none']}</span>
                  </button>
                ) : (
                  column.title
                )}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = rows[item.index] as Row;
            return (
              <div
                key={keyOf(row, item.index)}
                role="row"
                aria-rowindex={item.index + 2}
                className={styles.row}
                data-opens={onOpen !== undefined}
                style={{ gridTemplateColumns: template, height: item.size, transform: `translateY(${item.start}px)` }}
                onClick={onOpen && (() => onOpen(row))}
                onKeyDown={onOpen && ((event) => onKey(event, () => onOpen(row)))}
                tabIndex={onOpen ? 0 : undefined}
              >
                {columns.map((column) => (
                  <div key={column.key} role="cell" data-numeric={column.numeric}>
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {rows.length === 0 && <p className={styles.none}>{t('state.empty')}</p>}
    </div>
  );
}

/** Enter opens the row, the arrows lead to the next and to the one before. */
function onKey(event: KeyboardEvent<HTMLDivElement>, open: () => void): void {
  const row = event.currentTarget;
  if (event.target !== row) return;
  if (event.key === 'Enter') open();
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const next = event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling;
  if (!(next instanceof HTMLElement)) return;
  event.preventDefault();
  next.focus();
}

const ARROW = { ascending: '▲', descending: '▼', none: '' } as const;
