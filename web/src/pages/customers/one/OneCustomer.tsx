import { ArrowLeftOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { CustomerProfile } from '@/api/customers';
import type { Workspace } from '@/api/types';
import { AsOfBadge } from '@/components/AsOfBadge';
import { PageTitle } from '@/components/PageTitle';
import { day } from '@/format/time';
import { LevelTag } from '../Levels';
import { useListFilter } from '../useListFilter';
import { useSegmentName } from '../useSegments';
import { daysBetween } from './days';
import styles from './one.module.css';
import { ProfilePanel } from './ProfilePanel';
import { ReasonsPanel } from './ReasonsPanel';
import { RiskPanel } from './RiskPanel';
import { ScoreHistoryCard } from './ScoreHistoryCard';
import { SurvivalCard } from './SurvivalCard';
import { TimelinePanel } from './TimelinePanel';
import { ValuePanel } from './ValuePanel';

interface Props {
  profile: CustomerProfile;
  workspace: Workspace;
}

/** Who it is, how likely they are to leave and why, what they are worth, what happened. */
export function OneCustomer({ profile, workspace }: Props) {
  const key = String(profile.key);
  return (
    <>
      <Head profile={profile} workspace={workspace} />
      <div className={styles.page}>
        <div className={styles.main}>
          <RiskPanel profile={profile} workspace={workspace} />
          {profile.score && <ReasonsPanel score={profile.score} />}
          <ScoreHistoryCard customer={key} />
          <SurvivalCard customer={key} />
        </div>
        <div className={styles.side}>
          <ValuePanel profile={profile} />
          <ProfilePanel key={key} customer={key} fields={profile.fields} />
          <TimelinePanel customer={key} workspace={workspace} />
        </div>
      </div>
    </>
  );
}

function Head({ profile, workspace }: Props) {
  const { t } = useTranslation(['customer', 'customers']);
  const segmentName = useSegmentName();
  const filter = useListFilter();
  const through = profile.freshness.through;
  const last = profile.last_event_on;
  const facts = [
    profile.name,
    t(`customers:status.${profile.status}`),
    segmentName(profile.score?.segment ?? null),
    profile.first_seen_on ? t('since', { day: day(profile.first_seen_on) }) : t('sinceUnknown'),
    last ? t('lastSeen', { day: day(last), n: through ? Math.max(0, daysBetween(last, through)) : 0 }) : t('never'),
  ];
  return (
    <>
      <Link to="/customers" search={filter} className={styles.back}>
        <ArrowLeftOutlined aria-hidden="true" /> {t('back')}
      </Link>
      <PageTitle
        title={profile.customer_id}
        hint={
          <span className={styles.facts}>
            {profile.score && profile.status === 'active' && <LevelTag level={profile.score.level} />}
            {facts.filter(Boolean).map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
          </span>
        }
        actions={<AsOfBadge freshness={profile.freshness} zone={workspace.time_zone} />}
      />
    </>
  );
}
