import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { CopyButton } from '@/components/CopyButton';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { useLang } from '@/i18n/useLang';
import { Markdown } from '../markdown/Markdown';
import styles from '../models.module.css';

/** The model card. */
export function CardView({ id }: { id: string }) {
  const { t } = useTranslation('model');
  const lang = useLang();
  const query = useGet('/models/{id}/card', { path: { id }, query: { lang } });
  return (
    <QueryView query={query}>
      {({ markdown }) => (
        <Panel title={t('card.title')} actions={<CopyButton text={markdown} />}>
          <div className={styles.card}>
            <Markdown text={markdown} scrollClass={styles.scroll} tableClass={styles.table} />
          </div>
        </Panel>
      )}
    </QueryView>
  );
}
