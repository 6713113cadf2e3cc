import { PlusOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/EmptyState';
import { QueryView } from '@/components/QueryView';
import { useDocuments } from '../documents/useDocuments';
import styles from './dashboards.module.css';

/** Puts a saved question onto the dashboard. */
export function AddQuestion({ onAdd }: { onAdd: (questionId: string) => void }) {
  const { t } = useTranslation('explore');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon={<PlusOutlined />} onClick={() => setOpen(true)}>
        {t('dashboards.add')}
      </Button>
      <Modal open={open} footer={null} title={t('dashboards.add')} onCancel={() => setOpen(false)} destroyOnHidden>
        <Choose
          onChoose={(id) => {
            onAdd(id);
            setOpen(false);
          }}
        />
      </Modal>
    </>
  );
}

function Choose({ onChoose }: { onChoose: (questionId: string) => void }) {
  const { t } = useTranslation('explore');
  const [text, setText] = useState('');
  const questions = useDocuments('/questions');
  return (
    <QueryView query={questions}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState
            title={t('questions.none')}
            hint={t('questions.noneHint')}
            action={<Link to="/explore">{t('questions.ask')}</Link>}
          />
        ) : (
          <div className={styles.choose}>
            <Input.Search
              allowClear
              autoFocus
              aria-label={t('questions.search')}
              placeholder={t('questions.search')}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <ul>
              {all
                .filter((one) => one.title.toLowerCase().includes(text.trim().toLowerCase()))
                .map((one) => (
                  <li key={one.id}>
                    <button type="button" onClick={() => onChoose(one.id)}>
                      {one.title}
                      <small className="muted">{t(`questions.${one.spec.kind}`)}</small>
                    </button>
                  </li>
                ))}
            </ul>
            {questions.hasNextPage && (
              <Button loading={questions.isFetchingNextPage} onClick={() => void questions.fetchNextPage()}>
                {t('questions.more')}
              </Button>
            )}
          </div>
        )
      }
    </QueryView>
  );
}
