import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { CopyButton } from '@/components/CopyButton';
import { Panel } from '@/components/Panel';
import { instant } from '@/format/time';
import styles from '../data.module.css';
import { useZone } from '../useZone';
import { bodyExample, curlExample, lastLive } from './data';

/** How programs send events as they happen, and when the last came. */
export default function EventsSection() {
  const { t } = useTranslation('data');
  const zone = useZone();
  const { data: batches } = useGet('/batches', { query: { limit: 200 } });
  const last = lastLive(batches?.items ?? []);
  const command = curlExample(window.location.origin);
  const answers = ['202', '401', '403', '413', '422', '429'] as const;
  return (
    <div className={styles.stack}>
      <Panel title={t('events.last')}>
        <p>{last === null ? t('events.never') : `${instant(last, zone)} (${zone})`}</p>
      </Panel>
      <Panel title={t('events.how')} actions={<CopyButton text={command} />}>
        <ol className={styles.steps}>
          <li>
            {t('events.token')}{' '}
            <Link to="/settings/$section" params={{ section: 'tokens' }}>
              {t('events.toTokens')}
            </Link>
          </li>
          <li>{t('events.lines')}</li>
          <li>{t('events.batchId')}</li>
        </ol>
        <pre className={styles.code} tabIndex={0}>
          {command}
        </pre>
        <p className={styles.note}>{t('events.body')}</p>
        <pre className={styles.code} tabIndex={0}>
          {bodyExample()}
        </pre>
      </Panel>
      <Panel title={t('events.answers')}>
        <dl className={styles.facts}>
          {answers.map((status) => (
            <div key={status}>
              <dt>
                <code>{status}</code>
              </dt>
              <dd>{t(`events.answer.${status}`)}</dd>
            </div>
          ))}
        </dl>
      </Panel>
    </div>
  );
}
