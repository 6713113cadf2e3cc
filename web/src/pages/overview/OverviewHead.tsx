import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Overview } from '@/api/metric';
import type { Workspace } from '@/api/types';
import { PageTitle } from '@/components/PageTitle';
import { PartialBadge } from '@/components/PartialBadge';
import { GRAINS } from '@/format/period';
import { DefinitionChooser } from '@/question/DefinitionChooser';
import { neighbours } from './neighbours';
import styles from './overview.module.css';
import type { OverviewSearch } from './search';

/** What churn means here, and which period is looked at. */
export function OverviewHead({ workspace, overview }: { workspace: Workspace; overview: Overview | undefined }) {
  const { t } = useTranslation('overview');
  const search = useSearch({ from: '/shell/overview' });
  const navigate = useNavigate({ from: '/overview' });
  const change = (next: Partial<OverviewSearch>) => void navigate({ search: (before) => ({ ...before, ...next }) });
  const grain = search.period ?? 'month';
  const { earlier, later } = neighbours(overview?.period.label, grain, workspace);
  return (
    <PageTitle
      title={t('title')}
      hint={<DefinitionChooser value={search.definition} onChange={(definition) => change({ definition })} />}
      actions={
        <>
          <Segmented
            aria-label={t('grain.label')}
            value={grain}
            options={GRAINS.map((value) => ({ value, label: t(`grain.${value}`) }))}
            onChange={(period) => change({ period, to: undefined })}
          />
          <div className={styles.period}>
            <Button
              type="text"
              icon={<LeftOutlined />}
              aria-label={t('period.earlier')}
              disabled={earlier === undefined}
              onClick={() => change({ to: earlier })}
            />
            <span className={styles.periodLabel} aria-live="polite">
              {overview?.period.label}
              {overview && <PartialBadge status={overview.period.status} />}
            </span>
            <Button
              type="text"
              icon={<RightOutlined />}
              aria-label={t('period.later')}
              disabled={later === undefined}
              onClick={() => change({ to: later })}
            />
          </div>
        </>
      }
    />
  );
}
