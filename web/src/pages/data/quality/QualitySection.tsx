import { CheckCircleOutlined, CloseCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Check, CheckStatus, Quality, Source } from '@/api/data';
import { useGet } from '@/api/use';
import { Panel } from '@/components/Panel';
import { plain, UNKNOWN } from '@/format/number';
import { day, instant } from '@/format/time';
import { usePick } from '@/i18n/useLang';
import { Answered } from '../Answered';
import styles from '../data.module.css';
import { lagDays, latestOf } from '../sources/data';
import { useZone } from '../useZone';
import { bySeverity, tally } from './data';

const ICONS: Record<CheckStatus, ReactNode> = {
  fail: <CloseCircleOutlined />,
  warn: <ExclamationCircleOutlined />,
  ok: <CheckCircleOutlined />,
};

/** What the doctor finds, and how fresh each source is. */
export default function QualitySection() {
  const query = useGet('/quality');
  return <Answered query={query}>{(quality) => <Findings quality={quality} />}</Answered>;
}

function Findings({ quality }: { quality: Quality }) {
  const { t } = useTranslation('data');
  const counts = tally(quality.checks);
  return (
    <div className={styles.stack}>
      <dl className={styles.figures}>
        {(['fail', 'warn', 'ok'] as const).map((status) => (
          <div key={status} data-status={status}>
            <dt>{t(`quality.${status}`)}</dt>
            <dd className="num">{counts[status]}</dd>
          </div>
        ))}
      </dl>
      <Panel title={t('quality.findings')} hint={t('quality.findingsHint')}>
        <ul className={styles.checks}>
          {bySeverity(quality.checks).map((check) => (
            <Finding key={check.id} check={check} />
          ))}
        </ul>
      </Panel>
      <Freshness sources={quality.sources} stale={quality.stale_periods} />
    </div>
  );
}

function Finding({ check }: { check: Check }) {
  const { t } = useTranslation('data');
  const pick = usePick();
  return (
    <li className={styles.check} data-status={check.status}>
      <span className={styles.checkIcon} role="img" aria-label={t(`quality.${check.status}`)}>
        {ICONS[check.status]}
      </span>
      <div>
        <p>{pick(check.text)}</p>
        {check.remedy && check.status !== 'ok' && (
          <p className={styles.note}>{t('quality.remedy', { remedy: pick(check.remedy) })}</p>
        )}
        <code className={styles.checkId}>{check.id}</code>
      </div>
    </li>
  );
}

function Freshness({ sources, stale }: { sources: Source[]; stale: number }) {
  const { t } = useTranslation('data');
  const zone = useZone();
  const latest = latestOf(sources.map((source) => source.through));
  if (sources.length === 0) return null;
  return (
    <Panel title={t('quality.freshness')} hint={stale > 0 ? t('quality.stale', { n: plain(stale) }) : undefined} flush>
      <div className={styles.sheet} tabIndex={0} role="region" aria-label={t('quality.freshness')}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('batches.source')}</th>
              <th scope="col">{t('sources.lastFact')}</th>
              <th scope="col">{t('sources.lastImport')}</th>
              <th scope="col">{t('quality.behind')}</th>
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => {
              const behind = lagDays(source.through, latest);
              return (
                <tr key={source.id}>
                  <th scope="row">{source.id}</th>
                  <td>{day(source.through)}</td>
                  <td>{instant(source.last_import_at, zone)}</td>
                  <td>
                    {behind === null
                      ? UNKNOWN
                      : behind === 0
                        ? t('quality.upToDate')
                        : t('quality.days', { n: behind })}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
