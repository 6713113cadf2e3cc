import type { ReactNode } from 'react';
import styles from './components.module.css';

/** A word in a small frame. */
export function Tag({
  children,
  tone = 'plain',
}: {
  children: ReactNode;
  tone?: 'plain' | 'accent' | 'good' | 'bad' | 'warn';
}) {
  return (
    <span className={styles.tag} data-tone={tone}>
      {children}
    </span>
  );
}
