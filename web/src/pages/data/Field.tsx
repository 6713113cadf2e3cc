import { type ReactNode, useId } from 'react';
import styles from './data.module.css';

interface Props {
  label: string;
  /** A line below. */
  hint?: ReactNode;
  /** The line says what is wrong. */
  wrong?: boolean;
  /** Is told the id that the label names. */
  children: (id: string) => ReactNode;
}

/** An input with its label and what helps to fill it. */
export function Field({ label, hint, wrong = false, children }: Props) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint && <span className={wrong ? styles.bad : styles.note}>{hint}</span>}
    </div>
  );
}
