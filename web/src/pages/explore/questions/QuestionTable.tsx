import { DeleteOutlined, EditOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedQuestion } from '@/api/documents';
import { useGet, useWrite } from '@/api/use';
import { useMay } from '@/app/session';
import { type Column, DataTable } from '@/components/DataTable';
import { Panel } from '@/components/Panel';
import { useToast } from '@/components/Toast';
import { instant } from '@/format/time';
import { NameDialog } from '../documents/NameDialog';
import { RemoveDialog } from '../documents/RemoveDialog';
import { searchOf } from '../sql/savedView';

/** Questions by name; one's own can be renamed, shared and deleted. */
export function QuestionTable({ questions }: { questions: SavedQuestion[] }) {
  const { t } = useTranslation('explore');
  const toast = useToast();
  const [naming, setNaming] = useState<SavedQuestion>();
  const [removing, setRemoving] = useState<SavedQuestion>();
  const put = useWrite('PUT /questions/{id}', ['/questions', '/questions/{id}']);
  const remove = useWrite('DELETE /questions/{id}', ['/questions', '/questions/{id}']);
  const columns = useColumns(setNaming, setRemoving);
  return (
    <Panel flush>
      <DataTable
        columns={columns}
        rows={questions}
        keyOf={(one) => one.id}
        caption={t('questions.title')}
        height={640}
      />
      {naming && (
        <NameDialog
          heading={t('questions.rename')}
          title={naming.title}
          shared={naming.shared}
          busy={put.isPending}
          onClose={() => setNaming(undefined)}
          onSave={({ title, shared }) =>
            put.mutate(
              { body: { title, shared, spec: naming.spec }, path: { id: naming.id }, ifMatch: naming.version },
              {
                onSuccess: () => {
                  toast.done(t('save.done', { title }));
                  setNaming(undefined);
                },
                onError: toast.failed,
              },
            )
          }
        />
      )}
      {removing && (
        <RemoveDialog
          title={t('questions.remove', { title: removing.title })}
          hint={t('questions.removeHint')}
          busy={remove.isPending}
          onClose={() => setRemoving(undefined)}
          onRemove={() =>
            remove.mutate(
              { body: undefined, path: { id: removing.id }, ifMatch: removing.version },
              {
                onSuccess: () => {
                  toast.done(t('questions.removed', { title: removing.title }));
                  setRemoving(undefined);
                },
                onError: toast.failed,
              },
            )
          }
        />
      )}
    </Panel>
  );
}

function useColumns(
  onName: (one: SavedQuestion) => void,
  onRemove: (one: SavedQuestion) => void,
): Column<SavedQuestion>[] {
  const { t } = useTranslation('explore');
  const may = useMay('edit_questions');
  const { data: workspace } = useGet('/workspace');
  const zone = workspace?.time_zone ?? 'Asia/Shanghai';
  return [
    { key: 'title', title: t('questions.name'), cell: (one) => <QuestionLink question={one} /> },
    { key: 'kind', title: t('questions.kind'), cell: (one) => t(`questions.${one.spec.kind}`), width: 90 },
    {
      key: 'owner',
      title: t('questions.owner'),
      cell: (one) =>
        one.own ? `${t('questions.mine')} · ${t(one.shared ? 'questions.shared' : 'questions.private')}` : one.owner,
      width: 150,
    },
    { key: 'updated', title: t('questions.updated'), cell: (one) => instant(one.updated_at, zone), width: 150 },
    { key: 'version', title: t('questions.version'), cell: (one) => one.version, width: 72, numeric: true },
    {
      key: 'actions',
      title: t('questions.actions'),
      width: 96,
      cell: (one) => {
        const disabled = !may || !one.own;
        const why = !may ? t('save.needs') : disabled ? t('questions.notMine') : undefined;
        return (
          <>
            <Tooltip title={why ?? t('questions.rename')}>
              <Button
                type="text"
                size="small"
                icon={<EditOutlined />}
                aria-label={`${t('questions.rename')}: ${one.title}`}
                disabled={disabled}
                onClick={() => onName(one)}
              />
            </Tooltip>
            <Tooltip title={why}>
              <Button
                type="text"
                size="small"
                icon={<DeleteOutlined />}
                aria-label={t('questions.remove', { title: one.title })}
                disabled={disabled}
                onClick={() => onRemove(one)}
              />
            </Tooltip>
          </>
        );
      },
    },
  ];
}

function QuestionLink({ question }: { question: SavedQuestion }) {
  if (question.spec.kind === 'metric')
    return (
      <Link to="/explore" search={{ question: question.id }}>
        {question.title}
      </Link>
    );
  return (
    <Link to="/explore/sql" search={{ question: question.id, ...searchOf(question.spec.view) }}>
      {question.title}
    </Link>
  );
}
