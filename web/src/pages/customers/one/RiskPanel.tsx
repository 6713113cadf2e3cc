import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerProfile, CustomerScore } from '@/api/customers';
import type { Workspace } from '@/api/types';
import { useGet } from '@/api/use';
import { useMay } from '@/app/session';
import { EmptyState } from '@/components/EmptyState';
import { ExplainPopover } from '@/components/ExplainPopover';
import { Panel } from '@/components/Panel';
import { percent, plain } from '@/format/number';
import { day } from '@/format/time';
import { usePick } from '@/i18n/useLang';
import shared from '../customers.module.css';
import { LevelTag } from '../Levels';
import { churnOf } from './churnOf';
import { type Horizon, horizonsOf, ofHundred } from './horizons';
import styles from './one.module.css';

interface Props {
  profile: CustomerProfile;
  workspace: Workspace;
}

/** How likely the customer is to leave, by horizon, in bars and in words. */
export function RiskPanel({ profile, workspace }: Props) {
  const { t } = useTranslation(['customer', 'customers']);
  if (profile.score === null) return <NoScore profile={profile} hasScores={workspace.has_scores} />;
  const { score } = profile;
  return (
    <Panel title={t('risk.title')}>
      <div className={styles.headline}>
        <ScoreGround score={score} workspace={workspace}>
          <strong>{percent(score.p_churn)}</strong>
        </ScoreGround>
        <LevelTag level={score.level} />
        {score.rank !== null && <span className="muted">{t('risk.rank', { n: plain(score.rank) })}</span>}
        {score.outcome_set && <span className="muted">{t(`risk.outcome.${score.outcome_set}`)}</span>}
      </div>
      <ul className={styles.horizons}>
        {horizonsOf(score).map((horizon) => (
          <HorizonBar key={horizon.days} horizon={horizon} level={score.level} />
        ))}
      </ul>
    </Panel>
  );
}

function HorizonBar({ horizon, level }: { horizon: Horizon; level: string }) {
  const { t } = useTranslation('customer');
  const { days, p, chosen } = horizon;
  const people = ofHundred(p);
  return (
    <li className={styles.horizon} data-chosen={chosen}>
      <span>{t('risk.within', { days })}</span>
      <svg
        className={shared.bar}
        data-level={chosen ? level : 'none'}
        viewBox="0 0 100 8"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        <rect className={styles.track} width="100" height="8" />
        <rect width={100 * p} height="8" fill="currentColor" />
      </svg>
      <span className="num">{percent(p)}</span>
      <span className={styles.words}>
        {people > 0 ? t('risk.words', { n: people, days }) : t('risk.fewer', { days })}
        {chosen && ` · ${t('risk.chosen')}`}
      </span>
    </li>
  );
}

function ScoreGround({
  score,
  workspace,
  children,
}: {
  score: CustomerScore;
  workspace: Workspace;
  children: ReactNode;
}) {
  const { t } = useTranslation('customers');
  const pick = usePick();
  const may = useMay('view_models');
  const { data: model } = useGet('/models/{id}', { path: { id: score.model_id } }, { enabled: may });
  const churn = churnOf(model, workspace.definitions);
  return (
    <ExplainPopover
      name={t('define.p_churn')}
      lines={[
        [t('definition.meaning', { ns: 'common' }), t('define.p_churnMeaning', { days: score.horizon_days })],
        [t('define.churn'), churn === null ? t('define.churnOfModel') : pick(churn)],
        [t('define.level'), t('define.levelMeaning')],
        [t('define.model'), score.model_id],
        [t('define.asOf'), day(score.as_of)],
      ]}
    >
      {children}
    </ExplainPopover>
  );
}

function NoScore({ profile, hasScores }: { profile: CustomerProfile; hasScores: boolean }) {
  const { t } = useTranslation('customer');
  const why =
    profile.status === 'lost'
      ? t('noScore.lost')
      : profile.status === 'not_yet'
        ? t('noScore.never')
        : hasScores
          ? t('noScore.active')
          : t('noScore.noModel');
  return (
    <Panel title={t('risk.title')}>
      <EmptyState title={t('noScore.title')} hint={why} />
    </Panel>
  );
}
