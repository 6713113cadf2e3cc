import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Happening } from '@/api/customers';
import type { Workspace } from '@/api/types';
import { useStyle } from '@/app/appearance';
import { instant } from '@/format/time';
import { DETAIL_WORDS, type DetailWord, detailsOf } from './details';
import styles from './one.module.css';
import { heightOf, type Line } from './timeline';

interface Props {
  lines: Line[];
  workspace: Workspace;
  onEnd: () => void;
}

const OVERSCAN = 10;

/** The lines in sight, and some around them. */
export function TimelineList({ lines, workspace, onEnd }: Props) {
  const { t } = useTranslation('customer');
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => heightOf(lines[index] as Line),
    overscan: OVERSCAN,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other lines have other heights
  useEffect(() => virtual.measure(), [lines, virtual]);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= lines.length - OVERSCAN) onEnd();
  }, [last, lines.length, onEnd]);
  return (
    <div ref={scroll} className={styles.timeline} tabIndex={0} role="region" aria-label={t('timeline.title')}>
      <ol
        className={styles.timelineSpace}
        style={{ height: virtual.getTotalSize(), margin: 0, padding: 0, listStyle: 'none' }}
      >
        {items.map((item) => (
          <li
            key={item.key}
            className={styles.entry}
            style={{ height: item.size, transform: `translateY(${item.start}px)` }}
          >
            <TimelineLine line={lines[item.index] as Line} workspace={workspace} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function TimelineLine({ line, workspace }: { line: Line; workspace: Workspace }) {
  const { t } = useTranslation('customer');
  if (line.type === 'month')
    return <div className={styles.month}>{t('timeline.month', { month: line.month, n: line.count })}</div>;
  if (line.type === 'silence')
    return (
      <div className={`${styles.silence} hatched`} title={`${line.from} – ${line.to}`}>
        {line.open ? t('timeline.sinceThen', { n: line.days, day: line.to }) : t('timeline.silence', { n: line.days })}
      </div>
    );
  return <Entry happening={line.happening} workspace={workspace} />;
}

function Entry({ happening, workspace }: { happening: Happening; workspace: Workspace }) {
  const { t } = useTranslation('customer');
  const style = useStyle();
  const zone = workspace.time_zone;
  const kind = happening.details.kind;
  const details = detailsOf(happening, { style, currency: workspace.currency, zone });
  const known = (name: string): name is DetailWord => (DETAIL_WORDS as readonly string[]).includes(name);
  const told = details
    .map(({ name, text }) => `${known(name) ? t(`timeline.detail.${name}`) : name} ${text}`)
    .join(' · ');
  return (
    <div className={styles.happening} data-kind={happening.kind}>
      <span className={styles.when}>{happening.is_day ? happening.on : instant(happening.at, zone).slice(5)}</span>
      <div className={styles.what}>
        <div>
          {t(`timeline.kind.${happening.kind}`)}
          {typeof kind === 'string' && ` · ${kind}`}
        </div>
        <div className={styles.detail} title={told}>
          {told}
        </div>
      </div>
    </div>
  );
}
