import { type ReactNode, useId } from 'react';
import styles from './components.module.css';

interface Props {
  label: ReactNode;
  /** What is typed into or chosen from; it takes the id. */
  children: (id: string) => ReactNode;
}

/** A control below its label. */
export function Field({ label, children }: Props) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </div>
  );
}
