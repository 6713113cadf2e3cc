import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Overview } from '@/api/metric';
import type { Workspace } from '@/api/types';
import { useStyle } from '@/app/appearance';
import { useMay } from '@/app/session';
import { EmptyState } from '@/components/EmptyState';
import { Panel } from '@/components/Panel';
import { count, money, percent, UNKNOWN } from '@/format/number';
import styles from '../overview.module.css';
import { type LevelShare, levelsOf } from './data';
import warned from './warnings.module.css';

interface Props {
  warnings: Overview['warnings'];
  scores: Workspace['scores'];
  currency: string;
}

/** Who is about to leave, by level, and what is at stake. */
export function WarningsCard({ warnings, scores, currency }: Props) {
  const { t } = useTranslation('overview');
  return (
    <div className={styles.side}>
      <Panel
        title={t('warnings.title')}
        hint={scores && t('warnings.hint', { day: scores.as_of, days: scores.horizon_days ?? UNKNOWN })}
      >
        {warnings ? <Levels warnings={warnings} currency={currency} /> : <NoScores />}
      </Panel>
    </div>
  );
}

function Levels({ warnings, currency }: { warnings: NonNullable<Overview['warnings']>; currency: string }) {
  const { t } = useTranslation('overview');
  const style = useStyle();
  const levels = levelsOf(warnings);
  return (
    <div className={warned.card}>
      <div>
        <div className="muted">{t('warnings.atRisk')}</div>
        <div className={warned.value}>{money(warnings.value_at_risk_minor, currency, style)}</div>
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
    </div>
  );
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
    <Link to="/customers" search={{ level } as never} className={warned.row}>
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
