import { CompassOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ExploreSearch } from '@/pages/explore/search';
import styles from './overview.module.css';

/** Leads to the same question in Explore. */
export function ExploreLink({ search, of }: { search: ExploreSearch; of?: string }) {
  const { t } = useTranslation('overview');
  const label = of ? `${t('explore')}: ${of}` : t('explore');
  return (
    <Link to="/explore" search={search} className={styles.explore} aria-label={label} title={label}>
      <CompassOutlined />
    </Link>
  );
}
