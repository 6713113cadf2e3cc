import type { ReactNode } from 'react';
import type { Direction, PeriodStatus } from '@/api/metric';
import styles from './components.module.css';
import { DefinitionPopover, type Ground } from './DefinitionPopover';
import { PartialBadge } from './PartialBadge';

/** A difference beside a figure. */
export interface Delta {
  label: string;
  text: string;
  /** Sign of the difference; null: not known. */
  sign: number | null;
}

interface Props {
  label: ReactNode;
  value: string;
  status?: PeriodStatus;
  deltas?: Delta[];
  direction?: Direction;
  /** Opens on click: where the number comes from. */
  ground?: Ground;
  children?: ReactNode;
}

/** One figure, large, with its differences. */
export function Stat({
  label,
  value,
  status = 'complete',
  deltas = [],
  direction = 'neutral',
  ground,
  children,
}: Props) {
  return (
    <div className={styles.stat}>
      <div className={styles.statLabel}>
        {label}
        <PartialBadge status={status} />
      </div>
      <div className={styles.statValue}>
        {ground ? <DefinitionPopover ground={ground}>{value}</DefinitionPopover> : value}
      </div>
      {deltas.length > 0 && (
        <div className={styles.deltas}>
          {deltas.map((delta) => (
            <span key={delta.label}>
              <span className="muted">{delta.label}</span>{' '}
              <span className="num" data-tone={toneOf(delta.sign, direction)}>
                {delta.text}
              </span>
            </span>
          ))}
        </div>
      )}
      {children}
    </div>
  );
}

/** Whether a difference is good news. */
export function toneOf(sign: number | null, direction: Direction): 'good' | 'bad' | 'neutral' {
  if (sign === null || sign === 0 || direction === 'neutral') return 'neutral';
  return sign > 0 === (direction === 'higher_is_better') ? 'good' : 'bad';
}
