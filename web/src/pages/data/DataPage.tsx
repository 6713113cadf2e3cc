import { Link, useParams } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { LoadingSkeleton } from '@/components/LoadingSkeleton';
import { Guarded } from '@/components/NoPermission';
import { NotFound } from '@/components/NotFound';
import { PageTitle } from '@/components/PageTitle';
import { en } from '@/i18n/data.en';
import { zh } from '@/i18n/data.zh';
import { addTexts } from '@/i18n/setup';
import styles from './data.module.css';

addTexts('data', zh, en);

/** Parts of the page, in the order in which data go through them. */
const SECTIONS = {
  upload: lazy(() => import('./upload/UploadSection')),
  sources: lazy(() => import('./sources/SourcesSection')),
  batches: lazy(() => import('./batches/BatchesSection')),
  rejects: lazy(() => import('./rejects/RejectsSection')),
  quality: lazy(() => import('./quality/QualitySection')),
  definitions: lazy(() => import('./definitions/DefinitionsSection')),
  events: lazy(() => import('./events/EventsSection')),
} satisfies Record<string, ComponentType>;

type SectionId = keyof typeof SECTIONS;

/** Where data come from, how they got in, what is wrong with them, and what churn means. */
export default function DataPage() {
  const { t } = useTranslation('data');
  const { section } = useParams({ from: '/shell/data/$section' });
  const known = section in SECTIONS;
  const Section = SECTIONS[section as SectionId];
  return (
    <>
      <PageTitle title={t('title')} hint={known ? t(`hint.${section as SectionId}`) : undefined} />
      <nav className={styles.tabs} aria-label={t('sections')}>
        {(Object.keys(SECTIONS) as SectionId[]).map((id) => (
          <Link
            key={id}
            to="/data/$section"
            params={{ section: id }}
            className={styles.tab}
            data-active={id === section}
          >
            {t(`section.${id}`)}
          </Link>
        ))}
      </nav>
      <Guarded permission="view_data">
        <Suspense fallback={<LoadingSkeleton />}>{known ? <Section /> : <NotFound />}</Suspense>
      </Guarded>
    </>
  );
}
