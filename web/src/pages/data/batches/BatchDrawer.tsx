import { Link } from '@tanstack/react-router';
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Batch } from '@/api/data';
import { CopyButton } from '@/components/CopyButton';
import { plain } from '@/format/number';
import { day, instant } from '@/format/time';
import styles from '../data.module.css';
import { useZone } from '../useZone';

/** Everything about one batch. */
export function BatchDrawer({ batch, onClose }: { batch: Batch | undefined; onClose: () => void }) {
  const { t } = useTranslation('data');
  return (
    <Drawer open={batch !== undefined} onClose={onClose} title={batch?.file} size={440}>
      {batch && <Facts batch={batch} />}
      {batch && batch.rows_rejected + batch.values_rejected > 0 && (
        <Link to="/data/$section" params={{ section: 'rejects' }} search={{ batch: batch.id }}>
          {t('batches.toRejects')}
        </Link>
      )}
    </Drawer>
  );
}

function Facts({ batch }: { batch: Batch }) {
  const { t } = useTranslation('data');
  const zone = useZone();
  const lines = [
    [t('batches.at'), `${instant(batch.at, zone)} ${zone}`],
    [t('batches.source'), `${batch.source} → ${batch.table}`],
    [t('count.read'), plain(batch.rows_read)],
    [t('count.new'), plain(batch.rows_added)],
    [t('count.corrected'), plain(batch.rows_corrected)],
    [t('count.unchanged'), plain(batch.rows_unchanged)],
    [t('count.rejected'), plain(batch.rows_rejected)],
    [t('count.values'), plain(batch.values_rejected)],
    [t('count.customers'), plain(batch.customers_new)],
    [t('batches.span'), `${day(batch.first_day)} – ${day(batch.last_day)}`],
  ] as const;
  return (
    <dl className={styles.facts}>
      {lines.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="num">{text}</dd>
        </div>
      ))}
      {batch.note && (
        <div>
          <dt>{t('batches.note')}</dt>
          <dd>{batch.note}</dd>
        </div>
      )}
      <div>
        <dt>{t('batches.id')}</dt>
        <dd className={styles.id}>
          <code>{batch.id}</code> <CopyButton text={batch.id} />
        </dd>
      </div>
    </dl>
  );
}
