import type { Level } from '@/api/customers';
import { percent } from '@/format/number';
import styles from './customers.module.css';

/** A probability as a number and as a short bar. */
export function Probability({ p, level }: { p: number | null; level: Level | null }) {
  return (
    <span className={styles.probability}>
      <span className="num">{percent(p)}</span>
      <svg className={styles.bar} data-level={level ?? 'none'} viewBox="0 0 48 4" aria-hidden="true">
        <rect className={styles.track} width="48" height="4" rx="2" />
        <rect width={48 * Math.min(1, Math.max(0, p ?? 0))} height="4" rx="2" fill="currentColor" />
      </svg>
    </span>
  );
}
