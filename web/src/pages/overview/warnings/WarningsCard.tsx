import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Warnings } from '@/api/metric';
import { useStyle } from '@/app/appearance';
import { useMay } from '@/app/session';
import { EmptyState } from '@/components/EmptyState';
import { ExplainPopover } from '@/components/ExplainPopover';
import { Panel } from '@/components/Panel';
import { count, money, percent } from '@/format/number';
import styles from '../overview.module.css';
import { type LevelShare, levelsOf } from './data';
import warned from './warnings.module.css';

/** Who is about to leave, by level, and what is at stake. */
export function WarningsCard({ warnings }: { warnings: Warnings | null }) {
  const { t } = useTranslation('overview');
  return (
    <div className={styles.side}>
      <Panel
        title={t('warnings.title')}
        hint={warnings && t('warnings.hint', { day: warnings.as_of, days: warnings.horizon_days })}
      >
        {warnings ? <Levels warnings={warnings} /> : <NoScores />}
      </Panel>
    </div>
  );
}

function Levels({ warnings }: { warnings: Warnings }) {
  const { t } = useTranslation('overview');
  const style = useStyle();
  const levels = levelsOf(warnings);
  const ground = useGround(warnings);
  return (
    <div className={warned.card}>
      <div>
        <div className="muted">{t('warnings.atRisk')}</div>
        <div className={warned.value}>
          <ExplainPopover name={t('warnings.atRisk')} lines={ground}>
            {money(warnings.value_at_risk_minor, warnings.currency, style)}
          </ExplainPopover>
        </div>
        <div className="muted">{t('warnings.expected', { n: count(Math.round(warnings.expected_lost), style) })}</div>
      </div>
      <div className={warned.bar} aria-hidden="true">
        {levels.map((one) => (
          <span key={one.level} data-level={one.level} style={{ flexGrow: one.share }} />
        ))}
      </div>
      <ul className={warned.levels}>
        {levels.map((one) => (
          <li key={one.level}>
            <OneLevel level={one} />
          </li>
        ))}
      </ul>
      {warnings.with_value < warnings.customers && warnings.value_at_risk_minor !== null && (
        <small className="muted">{t('warnings.partly', { n: count(warnings.with_value, style) })}</small>
      )}
    </div>
  );
}

/** What the money at risk means and rests on. */
function useGround(warnings: Warnings): [string, string][] {
  const { t } = useTranslation('overview');
  const style = useStyle();
  return [
    [t('warnings.ground.meaning'), t('warnings.ground.formula')],
    [t('warnings.ground.customers'), `${count(warnings.with_value, style)} / ${count(warnings.customers, style)}`],
    [t('warnings.ground.model'), warnings.model_id],
    [t('warnings.ground.asOf'), warnings.as_of],
  ];
}

function OneLevel({ level: { level, customers, share } }: { level: LevelShare }) {
  const { t } = useTranslation('overview');
  const style = useStyle();
  const may = useMay('view_customers');
  const row = (
    <>
      <span className={warned.dot} data-level={level} aria-hidden="true" />
      <span className={warned.name}>{t(`warnings.${level}`)}</span>
      <strong className="num">{count(customers, style)}</strong>
      <span className={warned.share}>{percent(share)}</span>
    </>
  );
  if (!may) return <span className={warned.row}>{row}</span>;
  return (
    <Link to="/customers" search={{ level: [level] }} className={warned.row}>
      {row}
    </Link>
  );
}

function NoScores() {
  const { t } = useTranslation('overview');
  return (
    <EmptyState
      title={t('warnings.none')}
      hint={t('warnings.noneHint')}
      action={<Link to="/models">{t('warnings.train')}</Link>}
    />
  );
}
