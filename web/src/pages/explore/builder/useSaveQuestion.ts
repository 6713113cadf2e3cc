import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newIdempotencyKey } from '@/api/client';
import type { QuestionSpec, SavedQuestion } from '@/api/documents';
import { ApiError } from '@/api/problem';
import { keyOf, useWrite } from '@/api/use';
import { useToast } from '@/components/Toast';
import type { ExploreSearch, View } from '../search';
import { questionIn } from './defaults';

/** HTTP: somebody else's version is there. */
const CHANGED_ELSEWHERE = 412;

/** Saves a question anew or over the version that it was read in; says when that was changed elsewhere. */
export function useSaveQuestion(search: ExploreSearch & { view: View }, saved: SavedQuestion | undefined) {
  const { t } = useTranslation('explore');
  const toast = useToast();
  const client = useQueryClient();
  const navigate = useNavigate({ from: '/explore' });
  const [conflict, setConflict] = useState(false);
  const post = useWrite('POST /questions', ['/questions']);
  const put = useWrite('PUT /questions/{id}', ['/questions']);
  const spec = specOf(search);
  const keep = (document: SavedQuestion) =>
    client.setQueryData(keyOf('/questions/{id}', { path: { id: document.id } }), document);
  const done = (document: SavedQuestion) => {
    keep(document);
    setConflict(false);
    toast.done(t('save.done', { title: document.title }));
    void navigate({ search: { ...search, question: document.id }, replace: true });
  };
  const failed = (error: unknown) => {
    if (error instanceof ApiError && error.status === CHANGED_ELSEWHERE) setConflict(true);
    else toast.failed(error);
  };
  const putOver = (version: number) => {
    if (saved === undefined || spec === undefined) return;
    const body = { title: saved.title, shared: saved.shared, spec };
    put.mutate({ body, path: { id: saved.id }, ifMatch: version }, { onSuccess: done, onError: failed });
  };
  const latest = () => get('/questions/{id}', { path: { id: saved?.id ?? '' } });
  return {
    conflict,
    setConflict,
    busy: post.isPending || put.isPending,
    create: (named: { title: string; shared: boolean }, onDone: () => void) => {
      if (spec === undefined) return;
      post.mutate(
        { body: { ...named, spec }, idempotencyKey: newIdempotencyKey() },
        {
          onSuccess: (document) => {
            done(document);
            onDone();
          },
          onError: toast.failed,
        },
      );
    },
    update: () => saved && putOver(saved.version),
    overwrite: () => {
      void latest().then((document) => putOver(document.version), toast.failed);
    },
    takeTheirs: () => {
      void latest().then((document) => {
        keep(document);
        setConflict(false);
        void navigate({ search: { question: document.id } });
      }, toast.failed);
    },
  };
}

/** A question as it is saved. */
function specOf(search: ExploreSearch & { view: View }): QuestionSpec | undefined {
  const question = questionIn(search);
  if (question === undefined) return undefined;
  const { metric, ...params } = question;
  return { kind: 'metric', metric, params, view: { type: search.view } };
}
