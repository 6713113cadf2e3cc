import { SaveOutlined } from '@ant-design/icons';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input, Modal, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '@/api/client';
import type { SqlAnswer } from '@/api/types';
import { useWrite } from '@/api/use';
import { useMay } from '@/app/session';
import { Field } from '@/components/Field';
import { useToast } from '@/components/Toast';
import { axesOf } from './data';
import { viewOf } from './savedView';
import styles from './sql.module.css';

interface Props {
  query: string;
  /** What the query gave when it was run; null: not yet. */
  answer: SqlAnswer | null;
}

/** Saves the query as a question, to be opened again, shared and put on dashboards. */
export function SaveQuestion({ query, answer }: Props) {
  const { t: common } = useTranslation();
  const may = useMay('edit_questions');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        icon={<SaveOutlined />}
        disabled={!may || query.trim() === ''}
        title={may ? undefined : common('state.noPermissionHint', { permission: common('permission.edit_questions') })}
        onClick={() => setOpen(true)}
      >
        {common('action.save')}
      </Button>
      {open && <SaveDialog query={query} answer={answer} onClose={() => setOpen(false)} />}
    </>
  );
}

function SaveDialog({ query, answer, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation('sql');
  const { t: common } = useTranslation();
  const toast = useToast();
  const navigate = useNavigate({ from: '/explore/sql' });
  const search = useSearch({ from: '/shell/explore/sql' });
  const view = viewOf(search, answer && axesOf(answer, search));
  const [title, setTitle] = useState('');
  const [shared, setShared] = useState(false);
  const [key] = useState(newIdempotencyKey);
  const save = useWrite('POST /questions', ['/questions']);
  const keep = () =>
    save.mutate(
      {
        body: { title: title.trim(), shared, spec: { kind: 'sql', query, view } },
        idempotencyKey: key,
      },
      {
        onSuccess: (question) => {
          toast.done(t('saved', { title: question.title }));
          void navigate({ search: (before) => ({ ...before, question: question.id }), replace: true });
          onClose();
        },
        onError: (error) => toast.failed(error),
      },
    );
  return (
    <Modal
      open
      title={t('save')}
      okText={common('action.save')}
      okButtonProps={{ disabled: title.trim() === '', loading: save.isPending }}
      onOk={keep}
      onCancel={onClose}
    >
      <div className={styles.dialog}>
        <Field label={t('questionTitle')}>
          {(id) => <Input id={id} value={title} maxLength={120} onChange={(event) => setTitle(event.target.value)} />}
        </Field>
        <Field label={t('shared')} hint={t('sharedHint')}>
          {(id) => (
            <span>
              <Switch id={id} checked={shared} onChange={setShared} />
            </span>
          )}
        </Field>
      </div>
    </Modal>
  );
}
