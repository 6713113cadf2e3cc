import { Input, type InputProps } from 'antd';
import { type ReactNode, useId } from 'react';
import styles from './signIn.module.css';

interface Props extends Omit<InputProps, 'onChange' | 'value'> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  /** What is wrong with it. */
  wrong?: string;
  secret?: boolean;
}

/** A line of a form: its label, its input, what helps and what is wrong. */
export function Field({ label, value, onChange, hint, wrong, secret = false, ...input }: Props) {
  const id = useId();
  const shared = {
    ...input,
    id,
    value,
    size: 'large' as const,
    status: wrong ? ('error' as const) : undefined,
    'aria-invalid': wrong !== undefined,
    'aria-describedby': `${id}-about`,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {secret ? <Input.Password {...shared} /> : <Input {...shared} />}
      <div id={`${id}-about`}>
        {wrong && <div className={styles.wrong}>{wrong}</div>}
        {hint && <div className={styles.hint}>{hint}</div>}
      </div>
    </div>
  );
}
