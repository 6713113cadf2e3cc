import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Freshness } from '@/api/types';
import { day, instant } from '@/format/time';
import styles from './components.module.css';

/** Up to which day figures go; more about it when pointed at. */
export function AsOfBadge({ freshness, zone }: { freshness: Freshness; zone: string }) {
  const { t } = useTranslation();
  const detail = [
    t('asOf.commit', { commit: freshness.commit }),
    freshness.refreshed_at && t('asOf.refreshed', { at: `${instant(freshness.refreshed_at, zone)} ${zone}` }),
    freshness.restricted && t('asOf.restricted'),
  ].filter(Boolean);
  return (
    <Tooltip title={detail.join(' · ')}>
      <button type="button" className={styles.asOf} data-restricted={freshness.restricted}>
        {freshness.through ? t('asOf.through', { day: day(freshness.through) }) : t('asOf.none')}
      </button>
    </Tooltip>
  );
}
