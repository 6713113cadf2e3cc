import { Popover } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './components.module.css';

interface Props {
  /** What the number is. */
  name: string;
  /** What it means and what it rests on. */
  lines: readonly (readonly [string, ReactNode])[];
  children: ReactNode;
}

/** Makes a number that is no metric open what it means: a probability, a level, a figure of a model. */
export function ExplainPopover({ name, lines, children }: Props) {
  const { t } = useTranslation();
  const content = (
    <div className={styles.ground}>
      <dl>
        {lines.map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
  return (
    <Popover trigger="click" placement="bottomLeft" title={name} content={content}>
      <button type="button" className={styles.opens}>
        {children}
        <span className="visually-hidden">{t('definition.open', { name })}</span>
      </button>
    </Popover>
  );
}
