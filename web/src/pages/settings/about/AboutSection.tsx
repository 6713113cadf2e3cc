import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { reach } from '@/api/reach';
import { setupQuery } from '@/app/session';
import { Panel } from '@/components/Panel';
import { PlainTable } from '@/components/PlainTable';
import { QueryView } from '@/components/QueryView';
import { plain } from '@/format/number';
import styles from '../settings.module.css';

/** A library that the pages are made of. */
interface Library {
  name: string;
  version: string;
  licence: string;
}

/** What runs here and under which licences. */
export default function AboutSection() {
  const { t } = useTranslation('settings');
  const setup = useQuery(setupQuery);
  const libraries = useQuery<Library[]>({
    queryKey: ['libraries'],
    queryFn: async ({ signal }) => (await reach(fetch('/licences.json', { signal }))).json(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <>
      <Panel title={t('section.about')}>
        <dl className={styles.stack}>
          <div>
            <dt className={styles.small}>{t('about.version')}</dt>
            <dd>Holdfast {setup.data?.version}</dd>
          </div>
          <div>
            <dt className={styles.small}>{t('about.licence')}</dt>
            <dd>Apache-2.0</dd>
          </div>
        </dl>
        <p className="muted">{t('about.privacy')}</p>
        <a href="/api/openapi.json">{t('about.api')}</a>
      </Panel>
      <Panel
        title={t('about.libraries')}
        hint={libraries.data && t('about.librariesHint', { n: plain(libraries.data.length) })}
        flush
      >
        <QueryView query={libraries}>
          {(items) => (
            <PlainTable
              caption={t('about.libraries')}
              rows={items}
              keyOf={(library) => `${library.name}@${library.version}`}
              columns={[
                { key: 'name', title: t('about.name'), cell: (library) => library.name },
                { key: 'version', title: t('about.version'), cell: (library) => library.version },
                { key: 'licence', title: t('about.licence'), cell: (library) => library.licence },
              ]}
            />
          )}
        </QueryView>
      </Panel>
    </>
  );
}
