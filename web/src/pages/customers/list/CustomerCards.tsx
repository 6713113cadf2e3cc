import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerFilter, CustomerListed } from '@/api/customers';
import { useStyle } from '@/app/appearance';
import { useBackToTop } from '@/components/useBackToTop';
import { money } from '@/format/number';
import { day } from '@/format/time';
import { usePick } from '@/i18n/useLang';
import styles from '../customers.module.css';
import { filterKey } from '../filter';
import { LevelTag } from '../Levels';
import { Probability } from '../Probability';

interface Props {
  rows: CustomerListed[];
  total: number;
  currency: string;
  filter: CustomerFilter;
  onEnd: () => void;
}

const CARD_HEIGHT = 104;
const OVERSCAN = 8;

/** Customers as cards, for a phone. */
export function CustomerCards({ rows, total, currency, filter, onEnd }: Props) {
  const { t } = useTranslation('customers');
  const scroll = useRef<HTMLDivElement>(null);
  useBackToTop(scroll, filterKey(filter));
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => CARD_HEIGHT,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows.length - OVERSCAN) onEnd();
  }, [last, rows.length, onEnd]);
  return (
    <div ref={scroll} className={styles.cards} tabIndex={0} role="feed" aria-label={t('title')}>
      <div className={styles.cardSpace} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <article key={row.key} aria-posinset={item.index + 1} aria-setsize={total}>
                <Card row={row} currency={currency} filter={filter} start={item.start} height={item.size} />
              </article>
            )
          );
        })}
      </div>
    </div>
  );
}

function Card({
  row,
  currency,
  filter,
  start,
  height,
}: {
  row: CustomerListed;
  currency: string;
  filter: CustomerFilter;
  start: number;
  height: number;
}) {
  const { t } = useTranslation('customers');
  const pick = usePick();
  const style = useStyle();
  const where = [row.region, row.channel, row.owner].filter(Boolean).join(' · ');
  return (
    <Link
      to="/customers/$key"
      params={{ key: String(row.key) }}
      state={{ customers: filter }}
      className={styles.card}
      style={{ height, transform: `translateY(${start}px)` }}
    >
      <span className={styles.cardLine}>
        <strong>{row.name ?? row.customer_id}</strong>
        <LevelTag level={row.level} />
      </span>
      <span className={styles.cardLine}>
        <span className="muted">{row.name === null ? where : row.customer_id}</span>
        <Probability p={row.p_churn} level={row.level} />
      </span>
      <span className={styles.cardLine}>
        <span className={styles.cardReason}>{pick(row.top_reason) || where}</span>
        <span className="num">
          {row.value_at_risk_minor === null
            ? row.status === 'active'
              ? day(row.last_event_on)
              : t(`status.${row.status}`)
            : money(row.value_at_risk_minor, currency, style)}
        </span>
      </span>
    </Link>
  );
}
