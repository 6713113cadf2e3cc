import { InboxOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import styles from './components.module.css';

interface Props {
  /** What is not there. */
  title: string;
  /** Why, and what to do. */
  hint?: ReactNode;
  icon?: ReactNode;
  action?: ReactNode;
}

/** Where there is nothing to show: says why and what to do. */
export function EmptyState({ title, hint, icon = <InboxOutlined />, action }: Props) {
  return (
    <div className={styles.state}>
      <div className={styles.stateIcon} aria-hidden="true">
        {icon}
      </div>
      <h2 className={styles.stateTitle}>{title}</h2>
      {hint && <div className={styles.stateHint}>{hint}</div>}
      {action}
    </div>
  );
}
