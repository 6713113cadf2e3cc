import { Popover } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChurnHead, Interval, MetricHead } from '@/api/metric';
import type { Freshness } from '@/api/types';
import { useStyle } from '@/app/appearance';
import { day } from '@/format/time';
import { denominatorText, numeratorText, value as written } from '@/format/value';
import { usePick } from '@/i18n/useLang';
import { CopyButton } from './CopyButton';
import styles from './components.module.css';

/** What a number rests on. */
export interface Ground {
  metric: MetricHead;
  churn?: ChurnHead;
  numerator: number | null;
  denominator: number | null;
  interval?: Interval | null;
  currency?: string | null;
  freshness?: Freshness;
  sql?: string;
}

/** Makes a number open its definition: numerator, denominator, interval, as-of day and the SQL. */
export function DefinitionPopover({ ground, children }: { ground: Ground; children: ReactNode }) {
  const { t } = useTranslation();
  const pick = usePick();
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      title={pick(ground.metric.name)}
      content={<GroundList ground={ground} />}
    >
      <button type="button" className={styles.opens}>
        {children}
        <span className="visually-hidden">{t('definition.open', { name: pick(ground.metric.name) })}</span>
      </button>
    </Popover>
  );
}

function GroundList({ ground }: { ground: Ground }) {
  const { t } = useTranslation();
  const pick = usePick();
  const style = useStyle();
  const { metric, interval, freshness, currency } = ground;
  const numerator = numeratorText(ground.numerator, metric, style, currency);
  const lines: [string, ReactNode][] = [[t('definition.meaning'), pick(metric.definition)]];
  lines.push([t('definition.numerator'), counted(pick(metric.numerator), numerator)]);
  if (metric.denominator)
    lines.push([
      t('definition.denominator'),
      counted(pick(metric.denominator), denominatorText(ground.denominator, metric, style, currency)),
    ]);
  if (interval) {
    const ends = [interval.low, interval.high].map((end) => written(end, metric.unit, style, currency));
    lines.push([t('definition.interval'), ends.join(' – ')]);
  }
  if (ground.churn) lines.push([t('definition.churn'), pick(ground.churn.sentence)]);
  if (freshness) lines.push([t('definition.asOf'), day(freshness.as_of ?? freshness.through)]);
  lines.push([t('definition.version'), `${metric.id} v${metric.version}`]);
  return (
    <div className={styles.ground} role="dialog" aria-label={t('definition.open', { name: pick(metric.name) })}>
      <dl>
        {lines.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {ground.sql && (
        <details>
          <summary>{t('definition.sql')}</summary>
          <CopyButton text={ground.sql} />
          <pre tabIndex={0}>{ground.sql}</pre>
        </details>
      )}
    </div>
  );
}

function counted(words: string, number: string): ReactNode {
  return (
    <>
      {words}: <strong className="num">{number}</strong>
    </>
  );
}
