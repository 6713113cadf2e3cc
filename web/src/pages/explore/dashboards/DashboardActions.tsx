import { DeleteOutlined, EditOutlined, LinkOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedDashboard } from '@/api/documents';
import { randomId } from '@/api/randomId';
import { useWrite } from '@/api/use';
import { useMay } from '@/app/session';
import { MenuButton } from '@/components/MenuButton';
import { useToast } from '@/components/Toast';
import { NameDialog } from '../documents/NameDialog';
import { RemoveDialog } from '../documents/RemoveDialog';
import { useCopyLink } from '../documents/useCopyLink';
import { AddQuestion } from './AddQuestion';
import { added } from './layout';
import type { Draft } from './useDraft';

interface Props {
  saved: SavedDashboard;
  draft: Draft;
  onCopy: () => void;
}

/** What one may do with a dashboard; only its owner may change it. */
export function DashboardActions({ saved, draft, onCopy }: Props) {
  const { t } = useTranslation('explore');
  const may = useMay('edit_questions');
  const copyLink = useCopyLink(saved);
  const needs = !may ? t('save.needs') : !saved.own ? t('questions.notMine') : undefined;
  if (draft.editing) return <Editing draft={draft} />;
  return (
    <>
      <Button icon={<LinkOutlined />} onClick={() => void copyLink()}>
        {t('share.copy')}
      </Button>
      <Button icon={<EditOutlined />} disabled={needs !== undefined} title={needs} onClick={draft.begin}>
        {t('dashboards.edit')}
      </Button>
      <More saved={saved} needs={needs} may={may} onCopy={onCopy} />
    </>
  );
}

function Editing({ draft }: { draft: Draft }) {
  const { t } = useTranslation('explore');
  return (
    <>
      <AddQuestion onAdd={(question) => draft.setItems(added(draft.items, randomId(), question))} />
      <Button onClick={draft.cancel}>{t('dashboards.cancel')}</Button>
      <Button type="primary" loading={draft.busy} onClick={draft.save}>
        {t('save.save')}
      </Button>
    </>
  );
}

interface MoreProps {
  saved: SavedDashboard;
  needs: string | undefined;
  may: boolean;
  onCopy: () => void;
}

function More({ saved, needs, may, onCopy }: MoreProps) {
  const { t } = useTranslation('explore');
  const toast = useToast();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'name' | 'remove'>();
  const put = useWrite('PUT /dashboards/{id}', ['/dashboards', '/dashboards/{id}']);
  const remove = useWrite('DELETE /dashboards/{id}', ['/dashboards']);
  const close = () => setAsking(undefined);
  return (
    <>
      <MenuButton
        button={{ 'aria-label': t('dashboards.more'), children: '⋯' }}
        entries={[
          {
            key: 'name',
            label: t('questions.rename'),
            disabledBecause: needs,
            onChoose: () => setAsking('name'),
          },
          {
            key: 'copy',
            label: t('dashboards.copy'),
            disabledBecause: may ? undefined : t('save.needs'),
            onChoose: onCopy,
          },
          {
            key: 'remove',
            icon: <DeleteOutlined />,
            label: t('dashboards.remove'),
            disabledBecause: needs,
            onChoose: () => setAsking('remove'),
          },
        ]}
      />
      {asking === 'name' && (
        <NameDialog
          heading={t('questions.rename')}
          title={saved.title}
          shared={saved.shared}
          busy={put.isPending}
          onClose={close}
          onSave={({ title, shared }) =>
            put.mutate(
              { body: { title, shared, spec: saved.spec }, path: { id: saved.id }, ifMatch: saved.version },
              { onSuccess: close, onError: toast.failed },
            )
          }
        />
      )}
      {asking === 'remove' && (
        <RemoveDialog
          title={t('questions.remove', { title: saved.title })}
          hint={t('dashboards.removeHint')}
          busy={remove.isPending}
          onClose={close}
          onRemove={() =>
            remove.mutate(
              { body: undefined, path: { id: saved.id }, ifMatch: saved.version },
              { onSuccess: () => void navigate({ to: '/explore/dashboards' }), onError: toast.failed },
            )
          }
        />
      )}
    </>
  );
}
