import { type ReactNode, useId } from 'react';
import styles from './components.module.css';

interface Props {
  label: ReactNode;
  /** A line below. */
  hint?: ReactNode;
  /** The line says what is wrong. */
  wrong?: boolean;
  /** What is typed into or chosen from; it takes the id. */
  children: (id: string) => ReactNode;
}

/** A control below its label. */
export function Field({ label, hint, wrong = false, children }: Props) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint && (
        <span className={styles.fieldHint} data-wrong={wrong}>
          {hint}
        </span>
      )}
    </div>
  );
}
