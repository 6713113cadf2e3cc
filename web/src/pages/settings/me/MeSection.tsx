import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { Panel } from '@/components/Panel';
import { Tag } from '@/components/Tag';
import styles from '../settings.module.css';
import { Sessions } from './Sessions';
import { TotpPanel } from './TotpPanel';

/** Password, second factor, sessions, and what one may do. */
export default function MeSection() {
  const { t } = useTranslation(['settings', 'common']);
  const { permissions, rows, user } = useMe();
  return (
    <>
      {user.has_password && (
        <Panel title={t('me.password')}>
          <div className={styles.line}>
            <span className="muted">{t('me.passwordHint')}</span>
            <Link to="/password">{t('me.change')}</Link>
          </div>
        </Panel>
      )}
      <TotpPanel />
      <Sessions />
      <Panel
        title={t('me.permissions')}
        hint={user.roles.map((role) => t(`common:role.${role}`)).join(t('common:list.comma'))}
      >
        <div className={styles.stack}>
          <div className={styles.tags}>
            {permissions.map((permission) => (
              <Tag key={permission}>{t(`common:permission.${permission}`)}</Tag>
            ))}
          </div>
          <div>
            <span className="muted">{t('me.rows')}: </span>
            {rows.length === 0
              ? t('me.rowsAll')
              : rows
                  .map((row) => `${t(`users.dimension.${row.dimension}`)} ${row.values.join(t('common:list.comma'))}`)
                  .join(' · ')}
          </div>
        </div>
      </Panel>
    </>
  );
}
