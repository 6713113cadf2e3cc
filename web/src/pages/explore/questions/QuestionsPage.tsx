import { Link } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedQuestion } from '@/api/documents';
import { EmptyState } from '@/components/EmptyState';
import { QueryView } from '@/components/QueryView';
import { useDocuments } from '../documents/useDocuments';
import { ExploreFrame } from '../ExploreFrame';
import styles from '../explore.module.css';
import { QuestionTable } from './QuestionTable';

/** The questions that were saved. */
export default function QuestionsPage() {
  return (
    <ExploreFrame>
      <Questions />
    </ExploreFrame>
  );
}

function Questions() {
  const { t } = useTranslation('explore');
  const [text, setText] = useState('');
  const questions = useDocuments('/questions');
  return (
    <QueryView query={questions}>
      {(all: SavedQuestion[]) => {
        if (all.length === 0)
          return (
            <EmptyState
              title={t('questions.none')}
              hint={t('questions.noneHint')}
              action={<Link to="/explore">{t('questions.ask')}</Link>}
            />
          );
        const found = all.filter((one) => one.title.toLowerCase().includes(text.trim().toLowerCase()));
        return (
          <div className={styles.answers}>
            <Input.Search
              className={styles.search}
              allowClear
              aria-label={t('questions.search')}
              placeholder={t('questions.search')}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            {found.length === 0 ? (
              <EmptyState title={t('questions.noMatch', { text })} />
            ) : (
              <QuestionTable questions={found} />
            )}
            {questions.hasNextPage && (
              <Button loading={questions.isFetchingNextPage} onClick={() => void questions.fetchNextPage()}>
                {t('questions.more')}
              </Button>
            )}
          </div>
        );
      }}
    </QueryView>
  );
}
