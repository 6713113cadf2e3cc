import { Link, useParams } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { LoadingSkeleton } from '@/components/LoadingSkeleton';
import { NoPermission } from '@/components/NoPermission';
import { NotFound } from '@/components/NotFound';
import { PageTitle } from '@/components/PageTitle';
import { en } from '@/i18n/settings.en';
import { zh } from '@/i18n/settings.zh';
import { addTexts } from '@/i18n/setup';
import { SECTION_NEEDS, SECTIONS, type Section } from './data';
import styles from './settings.module.css';

addTexts('settings', zh, en);

const CONTENT: Record<Section, ComponentType> = {
  me: lazy(() => import('./me/MeSection')),
  appearance: lazy(() => import('./appearance/AppearanceSection')),
  tokens: lazy(() => import('./tokens/TokensSection')),
  users: lazy(() => import('./users/UsersSection')),
  audit: lazy(() => import('./audit/AuditSection')),
  about: lazy(() => import('./about/AboutSection')),
};

export default function SettingsPage() {
  const { t } = useTranslation(['settings', 'common']);
  const { section } = useParams({ from: '/shell/settings/$section' });
  const { permissions } = useMe();
  const lacks = (each: Section) => {
    const need = SECTION_NEEDS[each];
    return need !== undefined && !permissions.includes(need) ? need : undefined;
  };
  const open = SECTIONS.find((each) => each === section);
  const missing = open && lacks(open);
  const Content = open && CONTENT[open];
  return (
    <>
      <PageTitle title={open ? `${t('title')} · ${t(`section.${open}`)}` : t('title')} />
      <div className={styles.layout}>
        <nav aria-label={t('sections')} className={styles.sections}>
          {SECTIONS.map((each) => {
            const need = lacks(each);
            return need === undefined ? (
              <Link
                key={each}
                to="/settings/$section"
                params={{ section: each }}
                className={styles.section}
                activeProps={{ 'data-active': true }}
              >
                {t(`section.${each}`)}
              </Link>
            ) : (
              <span
                key={each}
                className={styles.section}
                role="link"
                aria-disabled
                data-disabled
                title={t('common:state.noPermissionHint', { permission: t(`common:permission.${need}`) })}
              >
                {t(`section.${each}`)}
              </span>
            );
          })}
        </nav>
        <div className={styles.content}>
          {missing ? (
            <NoPermission permission={missing} />
          ) : Content ? (
            <Suspense fallback={<LoadingSkeleton />}>
              <Content />
            </Suspense>
          ) : (
            <NotFound />
          )}
        </div>
      </div>
    </>
  );
}
