import { EllipsisOutlined } from '@ant-design/icons';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { MenuButton } from '@/components/MenuButton';
import { PAGES } from './pages';
import styles from './shell.module.css';

/** The pages, under the thumb. */
export function PhoneBar() {
  const { t } = useTranslation();
  const { permissions } = useMe();
  const navigate = useNavigate();
  const open = PAGES.filter((page) => page.needs === undefined || permissions.includes(page.needs));
  const more = open.filter((page) => !page.onPhone);
  return (
    <nav className={styles.bar} aria-label={t('page.navigation')}>
      {open
        .filter((page) => page.onPhone)
        .map((page) => (
          <Link key={page.id} to={page.to} className={styles.tab} activeProps={{ 'data-active': true }}>
            {page.icon}
            <span>{t(`page.${page.id}`)}</span>
          </Link>
        ))}
      <MenuButton
        placement="topRight"
        label={t('page.more')}
        entries={more.map((page) => ({
          key: page.to,
          icon: page.icon,
          label: t(`page.${page.id}`),
          onChoose: () => void navigate({ to: page.to }),
        }))}
        button={{ type: 'text', className: styles.tab, icon: <EllipsisOutlined />, children: t('page.more') }}
      />
    </nav>
  );
}
