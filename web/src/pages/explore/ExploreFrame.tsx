import './texts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Guarded } from '@/components/NoPermission';
import { PageTitle } from '@/components/PageTitle';
import styles from './explore.module.css';

const TABS = [
  { id: 'builder', to: '/explore' },
  { id: 'sql', to: '/explore/sql' },
  { id: 'questions', to: '/explore/questions' },
  { id: 'dashboards', to: '/explore/dashboards' },
] as const;

interface Props {
  /** Absent: the name of the page. */
  title?: string;
  hint?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** What stands around every part of Explore: its parts as tabs. */
export function ExploreFrame({ title, hint, actions, children }: Props) {
  const { t } = useTranslation('explore');
  return (
    <Guarded permission="view_metrics">
      <nav className={styles.tabs} aria-label={t('tabs.label')}>
        {TABS.map((tab) => (
          <Link
            key={tab.id}
            to={tab.to}
            className={styles.tab}
            activeOptions={{ exact: tab.id === 'builder', includeSearch: false }}
            activeProps={{ 'data-active': true }}
          >
            {t(`tabs.${tab.id}`)}
          </Link>
        ))}
      </nav>
      <PageTitle title={title ?? t('title')} hint={hint} actions={actions} />
      {children}
    </Guarded>
  );
}
