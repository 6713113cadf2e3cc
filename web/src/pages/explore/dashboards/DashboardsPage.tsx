import { PlusOutlined } from '@ant-design/icons';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '@/api/client';
import type { SavedDashboard } from '@/api/documents';
import { useGet, useWrite } from '@/api/use';
import { useMay } from '@/app/session';
import { EmptyState } from '@/components/EmptyState';
import { QueryView } from '@/components/QueryView';
import { useToast } from '@/components/Toast';
import { instant } from '@/format/time';
import { NameDialog } from '../documents/NameDialog';
import { useDocuments } from '../documents/useDocuments';
import { ExploreFrame } from '../ExploreFrame';
import styles from './dashboards.module.css';

/** The dashboards that there are. */
export default function DashboardsPage() {
  return (
    <ExploreFrame>
      <Dashboards />
    </ExploreFrame>
  );
}

function Dashboards() {
  const { t } = useTranslation('explore');
  const [naming, setNaming] = useState(false);
  const may = useMay('edit_questions');
  const dashboards = useDocuments('/dashboards');
  const begin = (
    <Button
      type="primary"
      icon={<PlusOutlined />}
      disabled={!may}
      title={may ? undefined : t('save.needs')}
      onClick={() => setNaming(true)}
    >
      {t('dashboards.create')}
    </Button>
  );
  return (
    <>
      <QueryView query={dashboards}>
        {(all: SavedDashboard[]) =>
          all.length === 0 ? (
            <EmptyState title={t('dashboards.none')} hint={t('dashboards.noneHint')} action={begin} />
          ) : (
            <div className={styles.list}>
              <div>{begin}</div>
              <ul className={styles.cards}>
                {all.map((one) => (
                  <li key={one.id}>
                    <DashboardCard dashboard={one} />
                  </li>
                ))}
              </ul>
              {dashboards.hasNextPage && (
                <Button loading={dashboards.isFetchingNextPage} onClick={() => void dashboards.fetchNextPage()}>
                  {t('questions.more')}
                </Button>
              )}
            </div>
          )
        }
      </QueryView>
      {naming && <CreateDialog onClose={() => setNaming(false)} />}
    </>
  );
}

function DashboardCard({ dashboard }: { dashboard: SavedDashboard }) {
  const { t } = useTranslation('explore');
  const { data: workspace } = useGet('/workspace');
  const owner = dashboard.own ? t(dashboard.shared ? 'questions.shared' : 'questions.private') : dashboard.owner;
  return (
    <Link to="/explore/dashboards/$id" params={{ id: dashboard.id }} className={styles.card}>
      <strong>{dashboard.title}</strong>
      <span className="muted">
        {t('dashboards.items', { n: dashboard.spec.items.length })} · {owner}
      </span>
      <small className="muted">
        {t('questions.updated')} {instant(dashboard.updated_at, workspace?.time_zone ?? 'Asia/Shanghai')}
      </small>
    </Link>
  );
}

function CreateDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('explore');
  const toast = useToast();
  const navigate = useNavigate();
  const [key] = useState(newIdempotencyKey);
  const post = useWrite('POST /dashboards', ['/dashboards']);
  return (
    <NameDialog
      heading={t('dashboards.create')}
      busy={post.isPending}
      onClose={onClose}
      onSave={(named) =>
        post.mutate(
          { body: { ...named, spec: { items: [], filters: [] } }, idempotencyKey: key },
          {
            onSuccess: ({ id }) =>
              void navigate({ to: '/explore/dashboards/$id', params: { id }, search: { edit: true } }),
            onError: toast.failed,
          },
        )
      }
    />
  );
}
