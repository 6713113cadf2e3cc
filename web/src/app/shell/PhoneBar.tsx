import { EllipsisOutlined } from '@ant-design/icons';
import { Link, useNavigate } from '@tanstack/react-router';
import { Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
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
      <Dropdown
        trigger={['click']}
        placement="topRight"
        menu={{
          items: more.map((page) => ({ key: page.to, icon: page.icon, label: t(`page.${page.id}`) })),
          onClick: ({ key }) => void navigate({ to: key }),
        }}
      >
        <button type="button" className={styles.tab}>
          <EllipsisOutlined />
          <span>{t('page.more')}</span>
        </button>
      </Dropdown>
    </nav>
  );
}
