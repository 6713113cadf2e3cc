import 'react-grid-layout/css/styles.css';
import { useMemo } from 'react';
import { GridLayout, useContainerWidth } from 'react-grid-layout';
import { usePhone } from '@/app/appearance';
import { DashboardCell } from './DashboardCell';
import styles from './dashboards.module.css';
import { COLUMNS, placed, placesOf, readingOrder } from './layout';
import type { DashboardSearch } from './search';
import type { Draft } from './useDraft';

/** Pixels of a row, and between items. */
const ROW = 80;
const GAP = 16;

interface Props {
  draft: Draft;
  where: string[];
  search: Pick<DashboardSearch, 'definition' | 'period'>;
  onPick: (picked: { dimension: string; value: string | null }[]) => void;
}

/** The questions in their places; on a phone one below the other. */
export function Grid({ draft, where, search, onPick }: Props) {
  const phone = usePhone();
  const { width, containerRef, mounted } = useContainerWidth();
  const { items, editing, setItems } = draft;
  const places = useMemo(() => placesOf(items), [items]);
  const cellOf = (item: (typeof items)[number], height: number) => (
    <DashboardCell item={item} height={height} draft={draft} where={where} search={search} onPick={onPick} />
  );
  if (phone)
    return (
      <div className={styles.column}>
        {readingOrder(items).map((item) => (
          <div key={item.id}>{cellOf(item, heightOf(item.h))}</div>
        ))}
      </div>
    );
  return (
    <div ref={containerRef} className={styles.grid} data-editing={editing}>
      {mounted && (
        <GridLayout
          width={width}
          layout={places}
          gridConfig={{ cols: COLUMNS, rowHeight: ROW, margin: [GAP, GAP], containerPadding: [0, 0] }}
          dragConfig={{ enabled: editing, handle: `.${styles.handle}` }}
          resizeConfig={{ enabled: editing }}
          onDragStop={(layout) => setItems(placed(items, layout))}
          onResizeStop={(layout) => setItems(placed(items, layout))}
        >
          {items.map((item) => (
            <div key={item.id}>{cellOf(item, heightOf(item.h))}</div>
          ))}
        </GridLayout>
      )}
    </div>
  );
}

function heightOf(rows: number): number {
  return rows * ROW + (rows - 1) * GAP;
}
