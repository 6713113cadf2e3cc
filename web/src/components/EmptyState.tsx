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
  /** 1 where it is all that the page shows. */
  level?: 1 | 2;
}

/** Where there is nothing to show: says why and what to do. */
export function EmptyState({ title, hint, icon = <InboxOutlined />, action, level = 2 }: Props) {
  const Heading = `h${level}` as const;
  return (
    <div className={styles.state}>
      <div className={styles.stateIcon} aria-hidden="true">
        {icon}
      </div>
      <Heading className={styles.stateTitle}>{title}</Heading>
      {hint && <div className={styles.stateHint}>{hint}</div>}
      {action}
    </div>
  );
}
