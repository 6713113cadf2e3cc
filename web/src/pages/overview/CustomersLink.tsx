import { TeamOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '@/app/session';
import styles from './overview.module.css';

/** Leads to the customers behind a figure, those with the most at stake first. */
export function CustomersLink({ of }: { of: string }) {
  const { t } = useTranslation('overview');
  const label = `${t('customers')}: ${of}`;
  if (!useMay('view_customers')) return null;
  return (
    <Link to="/customers" className={styles.explore} aria-label={label} title={label}>
      <TeamOutlined />
    </Link>
  );
}
