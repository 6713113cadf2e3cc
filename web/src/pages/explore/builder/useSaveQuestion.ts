import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newIdempotencyKey } from '@/api/client';
import type { QuestionSpec, SavedQuestion } from '@/api/documents';
import { changedElsewhere } from '@/api/problem';
import { keyOf, useWrite } from '@/api/use';
import { useToast } from '@/components/Toast';
import { useBase } from '../documents/useBase';
import type { ExploreSearch, View } from '../search';
import { isChanged, questionIn } from './defaults';

/** Saves a question anew or over the version that the change began from; says when that was changed elsewhere. */
export function useSaveQuestion(search: ExploreSearch & { view: View }, saved: SavedQuestion | undefined) {
  const { t } = useTranslation('explore');
  const toast = useToast();
  const client = useQueryClient();
  const navigate = useNavigate({ from: '/explore' });
  const [conflict, setConflict] = useState(false);
  const post = useWrite('POST /questions', ['/questions']);
  const put = useWrite('PUT /questions/{id}', ['/questions']);
  const base = useBase(saved, saved !== undefined && isChanged(search, saved));
  const spec = specOf(search);
  const keep = (document: SavedQuestion) => {
    client.setQueryData(keyOf('/questions/{id}', { path: { id: document.id } }), document);
    base.moveOn(document);
  };
  const done = (document: SavedQuestion) => {
    keep(document);
    setConflict(false);
    toast.done(t('save.done', { title: document.title }));
    void navigate({ search: { ...search, question: document.id }, replace: true });
  };
  const failed = (error: unknown) => {
    if (changedElsewhere(error)) setConflict(true);
    else toast.failed(error);
  };
  const putOver = ({ id, title, shared, version }: SavedQuestion) => {
    if (spec === undefined) return;
    put.mutate({ body: { title, shared, spec }, path: { id }, ifMatch: version }, { onSuccess: done, onError: failed });
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
    update: () => saved && putOver({ ...saved, version: base.version ?? saved.version }),
    overwrite: () => {
      void latest().then(putOver, toast.failed);
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
