import styles from './charts.module.css';

/** A series by its colour. */
export interface LegendEntry {
  name: string;
  color: string;
  /** Dashed or hatched: a period that is not complete. */
  partial?: boolean;
}

/** Which colour is what: text, so that it is read aloud and can be selected. */
export function Legend({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <ul className={styles.legend}>
      {entries.map((entry) => (
        <li key={entry.name}>
          <span
            className={styles.swatch}
            data-partial={entry.partial}
            style={{ color: entry.color }}
            aria-hidden="true"
          />
          {entry.name}
        </li>
      ))}
    </ul>
  );
}
