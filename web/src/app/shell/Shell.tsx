import { Outlet, useRouterState } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStale } from '@/api/stream';
import { usePhone } from '@/app/appearance';
import { LoadingSkeleton } from '@/components/LoadingSkeleton';
import { FollowPreferences } from './FollowPreferences';
import { Header } from './Header';
import { PhoneBar } from './PhoneBar';
import { SideNavigation } from './SideNavigation';
import styles from './shell.module.css';

/** What stands around every page. */
export function Shell() {
  const { t } = useTranslation();
  const phone = usePhone();
  const connected = useStale();
  useFocusOnNavigation();
  return (
    <div className={styles.shell}>
      <FollowPreferences />
      <a className={styles.skip} href="#main">
        {t('skip')}
      </a>
      {!phone && <SideNavigation />}
      <div className={styles.column}>
        <Header connected={connected} />
        <main id="main" tabIndex={-1} className={styles.main}>
          <Suspense fallback={<LoadingSkeleton />}>
            <Outlet />
          </Suspense>
        </main>
      </div>
      {phone && <PhoneBar />}
    </div>
  );
}

/** A new page starts at its top for screen readers too. */
function useFocusOnNavigation(): void {
  const path = useRouterState({ select: (state) => state.location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what sets it off
  useEffect(() => {
    if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true });
  }, [path]);
}
