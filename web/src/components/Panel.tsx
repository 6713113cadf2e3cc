import type { ReactNode } from 'react';
import styles from './components.module.css';

interface Props {
  title?: ReactNode;
  /** A line below the title. */
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** Without space around the content, for tables. */
  flush?: boolean;
}

/** A surface with a title. */
export function Panel({ title, hint, actions, children, flush = false }: Props) {
  return (
    <section className={styles.panel}>
      {(title || actions) && (
        <div className={styles.panelHead}>
          <div>
            {title && <h2>{title}</h2>}
            {hint && <p className={styles.panelHint}>{hint}</p>}
          </div>
          {actions && <div className={styles.pageActions}>{actions}</div>}
        </div>
      )}
      <div className={flush ? undefined : styles.panelBody}>{children}</div>
    </section>
  );
}
