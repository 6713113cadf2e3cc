import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { usePhone } from '@/app/appearance';
import { AsOfBadge } from '@/components/AsOfBadge';
import { Mark } from '@/components/Mark';
import { JobsIndicator } from './JobsIndicator';
import { LangSwitch } from './LangSwitch';
import styles from './shell.module.css';
import { ThemeSwitch } from './ThemeSwitch';
import { UserMenu } from './UserMenu';

/** Whose data these are and how fresh, and what concerns whoever looks. */
export function Header({ connected }: { connected: boolean }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const { data: workspace } = useGet('/workspace');
  return (
    <header className={styles.header}>
      <div className={styles.where}>
        {phone && <Mark />}
        <span className={styles.workspace}>{workspace?.name}</span>
        {workspace && <AsOfBadge freshness={workspace.freshness} zone={workspace.time_zone} />}
        {!connected && (
          <span className={styles.offline} role="status">
            {t('asOf.offline')}
          </span>
        )}
      </div>
      <div className={styles.tools}>
        <JobsIndicator />
        <LangSwitch />
        {!phone && <ThemeSwitch />}
        <UserMenu />
      </div>
    </header>
  );
}
