import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Overview } from '@/api/metric';
import type { Workspace } from '@/api/types';
import { WaterfallCard } from '@/charts/why/WaterfallCard';
import { ExploreLink } from './ExploreLink';
import { LifecycleCard } from './lifecycle/LifecycleCard';
import styles from './overview.module.css';
import { questionOf } from './search';
import { TrendCard } from './TrendCard';
import { TileList } from './tiles/TileList';
import { WarningsCard } from './warnings/WarningsCard';

interface Props {
  overview: Overview;
  workspace: Workspace;
  /** Whether these are still the figures of the question before. */
  busy: boolean;
}

/** The figures, the most important first. */
export function Figures({ overview, workspace, busy }: Props) {
  const search = useSearch({ from: '/shell/overview' });
  const navigate = useNavigate({ from: '/overview' });
  const churn = overview.tiles.find((tile) => tile.id === 'churn_rate');
  const { why } = overview;
  return (
    <div className={styles.figures} aria-busy={busy}>
      <TileList overview={overview} currency={workspace.currency} />
      {churn && <TrendCard metric={churn.metric.id} last={overview.period.label} />}
      <WarningsCard warnings={overview.warnings} />
      <LifecycleCard overview={overview} />
      {why && (
        <div className={styles.wide}>
          <WaterfallCard
            why={why}
            dimension={search.split}
            onDimension={(split) => void navigate({ search: (before) => ({ ...before, split }), replace: true })}
            freshness={overview.freshness}
            actions={
              <ExploreLink
                search={{
                  ...questionOf(search, why.metric.id),
                  before: why.before.period.label,
                  after: why.after.period.label,
                }}
              />
            }
          />
        </div>
      )}
    </div>
  );
}
