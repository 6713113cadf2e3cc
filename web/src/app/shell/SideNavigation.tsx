import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { firstPage } from '@/app/firstPage';
import { useMe } from '@/app/session';
import { Mark } from '@/components/Mark';
import { PAGES } from './pages';
import styles from './shell.module.css';

/** The pages, at the left. */
export function SideNavigation() {
  const { t } = useTranslation();
  const { permissions } = useMe();
  return (
    <nav className={styles.side} aria-label={t('page.navigation')}>
      <Link to={firstPage(permissions)} className={styles.brand} aria-label={t('product')}>
        <Mark />
        <span>Holdfast</span>
      </Link>
      <ul className={styles.links}>
        {PAGES.map((page) => (
          <li key={page.id}>
            {page.needs === undefined || permissions.includes(page.needs) ? (
              <Link to={page.to} className={styles.link} activeProps={{ 'data-active': true }}>
                {page.icon}
                <span>{t(`page.${page.id}`)}</span>
              </Link>
            ) : (
              <span
                className={styles.link}
                role="link"
                aria-disabled
                data-disabled
                title={t('state.noPermissionHint', { permission: t(`permission.${page.needs}`) })}
              >
                {page.icon}
                <span>{t(`page.${page.id}`)}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}
