import type { ReactNode } from 'react';
import { useEffect } from 'react';
import styles from './components.module.css';

interface Props {
  title: string;
  /** A line below. */
  hint?: ReactNode;
  /** At the right. */
  actions?: ReactNode;
}

/** The heading of a page, and the name of the browser's tab. */
export function PageTitle({ title, hint, actions }: Props) {
  useEffect(() => {
    document.title = `${title} · Holdfast`;
  }, [title]);
  return (
    <div className={styles.pageTitle}>
      <div>
        <h1>{title}</h1>
        {hint && <div className={styles.pageHint}>{hint}</div>}
      </div>
      {actions && <div className={styles.pageActions}>{actions}</div>}
    </div>
  );
}
