import { ReloadOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Tooltip } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '@/api/data';
import { plain, UNKNOWN } from '@/format/number';
import { ago, day, instant } from '@/format/time';
import { useLang, usePick } from '@/i18n/useLang';
import styles from '../data.module.css';
import { useZone } from '../useZone';
import { lagDays } from './data';
import { useRefresh } from './useRefresh';

/** One source: what it fills, how much came of it, how fresh it is. */
export function SourceCard({ source, latest }: { source: Source; latest: string | null }) {
  const { t } = useTranslation('data');
  const lang = useLang();
  const pick = usePick();
  const zone = useZone();
  const { refresh, pending, disabledBecause } = useRefresh();
  const behind = lagDays(source.through, latest);
  const lines: [string, ReactNode][] = [
    [t('sources.files'), <Place key="place" source={source} />],
    [
      t('sources.lastImport'),
      source.last_import_at === null ? (
        t('sources.never')
      ) : (
        <Tooltip key="at" title={`${instant(source.last_import_at, zone)} ${zone}`}>
          <span>{ago(source.last_import_at, Date.now(), lang)}</span>
        </Tooltip>
      ),
    ],
    [t('sources.rows'), plain(source.rows)],
    [t('sources.rejected'), <Rejected key="rejected" source={source} />],
    [t('sources.lastFact'), <Through key="through" source={source} />],
  ];
  if (source.watermark) lines.push([t('sources.watermark'), source.watermark]);
  return (
    <li className={styles.card}>
      <div className={styles.cardHead}>
        <div>
          <h2>{source.id}</h2>
          <p className={styles.note}>
            {pick(source.label)} · <code>{source.table}</code>
          </p>
        </div>
        <Button
          size="small"
          icon={<ReloadOutlined />}
          loading={pending}
          disabled={disabledBecause !== undefined}
          title={disabledBecause}
          aria-label={`${t('sources.refresh')}: ${source.id}`}
          onClick={() => refresh(source.id)}
        >
          {t('sources.refresh')}
        </Button>
      </div>
      {behind !== null && behind > 0 && <p className={styles.late}>{t('sources.behind', { days: behind })}</p>}
      {source.problem && <p className={styles.bad}>{pick(source.problem)}</p>}
      <dl className={styles.facts}>
        {lines.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function Through({ source }: { source: Source }) {
  const { t } = useTranslation('data');
  if (source.through === null) return UNKNOWN;
  return (
    <>
      {day(source.through)}{' '}
      {source.behind_days !== null && source.behind_days > 0 && (
        <span className="muted">{t('sources.ago', { days: plain(source.behind_days) })}</span>
      )}
    </>
  );
}

function Place({ source }: { source: Source }) {
  const { t } = useTranslation('data');
  if (source.database !== null) return <code>{source.database}</code>;
  return (
    <>
      <code>{source.files.join(', ')}</code>{' '}
      {source.files_found !== null && <span className="muted">{t('sources.found', { n: source.files_found })}</span>}
    </>
  );
}

function Rejected({ source }: { source: Source }) {
  const { t } = useTranslation('data');
  if (source.rows_rejected === 0) return t('sources.noneRejected');
  return (
    <Link to="/data/$section" params={{ section: 'rejects' }} search={{ source: source.id }}>
      {plain(source.rows_rejected)}
    </Link>
  );
}
