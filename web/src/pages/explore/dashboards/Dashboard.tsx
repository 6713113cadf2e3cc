import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedDashboard } from '@/api/documents';
import { EmptyState } from '@/components/EmptyState';
import { toggleConditions } from '@/question/question';
import { ConflictDialog } from '../documents/ConflictDialog';
import { NameDialog } from '../documents/NameDialog';
import { ExploreFrame } from '../ExploreFrame';
import { DashboardActions } from './DashboardActions';
import { FilterBar } from './FilterBar';
import { searchedWhere, whereOf } from './filters';
import { Grid } from './Grid';
import { LeaveDialog } from './LeaveDialog';
import type { DashboardSearch } from './search';
import { useDraft } from './useDraft';

/** Questions side by side under the same filters. */
export function Dashboard({ saved }: { saved: SavedDashboard }) {
  const { t } = useTranslation('explore');
  const search = useSearch({ from: '/shell/explore/dashboards/$id' });
  const navigate = useNavigate({ from: '/explore/dashboards/$id' });
  const change = (next: Partial<DashboardSearch>) => void navigate({ search: { ...search, ...next } });
  const where = whereOf(saved.spec, search);
  const draft = useDraft(saved, { where, period: search.period ?? saved.spec.period });
  const [copying, setCopying] = useState(false);
  const setWhere = (next: string[]) => change({ where: searchedWhere(saved.spec, next) });
  return (
    <ExploreFrame
      title={saved.title}
      actions={<DashboardActions saved={saved} draft={draft} onCopy={() => setCopying(true)} />}
    >
      <FilterBar
        where={where}
        period={search.period ?? saved.spec.period}
        definition={search.definition}
        onWhere={setWhere}
        onChange={change}
      />
      {draft.items.length === 0 ? (
        <EmptyState title={t('dashboards.empty')} hint={t('dashboards.emptyHint')} />
      ) : (
        <Grid
          draft={draft}
          where={where}
          search={{ definition: search.definition, period: search.period ?? saved.spec.period }}
          onPick={(picked) => setWhere(toggleConditions(where, picked))}
        />
      )}
      {draft.conflict && (
        <ConflictDialog
          title={saved.title}
          busy={draft.busy}
          onTheirs={draft.takeTheirs}
          onMine={draft.overwrite}
          onCopy={() => setCopying(true)}
          onClose={() => draft.setConflict(false)}
        />
      )}
      {copying && (
        <NameDialog
          heading={t('dashboards.copy')}
          title={saved.title}
          busy={draft.busy}
          onClose={() => setCopying(false)}
          onSave={(named) => draft.copy(named, () => setCopying(false))}
        />
      )}
      <LeaveDialog unsaved={draft.changed} />
    </ExploreFrame>
  );
}
