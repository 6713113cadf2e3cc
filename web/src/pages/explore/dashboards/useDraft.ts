import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { get, newIdempotencyKey } from '@/api/client';
import type { DashboardItem, DashboardSpec, SavedDashboard } from '@/api/documents';
import type { Grain } from '@/api/metric';
import { changedElsewhere } from '@/api/problem';
import { keyOf, useWrite } from '@/api/use';
import { useMay } from '@/app/session';
import { useToast } from '@/components/Toast';
import { useBase } from '../documents/useBase';
import { filtersOf } from './filters';

/** A dashboard while it is changed: its items, and how they are saved. */
export interface Draft {
  editing: boolean;
  items: DashboardItem[];
  setItems: (items: DashboardItem[]) => void;
  changed: boolean;
  busy: boolean;
  conflict: boolean;
  setConflict: (conflict: boolean) => void;
  begin: () => void;
  cancel: () => void;
  save: () => void;
  overwrite: () => void;
  takeTheirs: () => void;
  copy: (named: { title: string; shared: boolean }, onDone: () => void) => void;
}

/** Keeps what is changed until it is saved; the filters that are in force are saved with it. */
export function useDraft(saved: SavedDashboard, inForce: { where: string[]; period: Grain | undefined }): Draft {
  const { t } = useTranslation('explore');
  const toast = useToast();
  const may = useMay('edit_questions');
  const client = useQueryClient();
  const search = useSearch({ from: '/shell/explore/dashboards/$id' });
  const navigate = useNavigate({ from: '/explore/dashboards/$id' });
  const [changedItems, setItems] = useState<DashboardItem[]>();
  const [conflict, setConflict] = useState(false);
  const post = useWrite('POST /dashboards', ['/dashboards']);
  const put = useWrite('PUT /dashboards/{id}', ['/dashboards']);
  const editing = search.edit === true && may && saved.own;
  const base = useBase(saved, editing || changedItems !== undefined);
  const items = changedItems ?? saved.spec.items;
  const spec: DashboardSpec = { items, filters: filtersOf(inForce.where), period: inForce.period };
  const keep = (document: SavedDashboard) => {
    client.setQueryData(keyOf('/dashboards/{id}', { path: { id: document.id } }), document);
    base.moveOn(document);
  };
  const leave = () => void navigate({ search: { definition: search.definition }, ignoreBlocker: true });
  const putOver = ({ title, shared, version }: SavedDashboard) =>
    put.mutate(
      { body: { title, shared, spec }, path: { id: saved.id }, ifMatch: version },
      {
        onSuccess: (document) => {
          keep(document);
          setItems(undefined);
          setConflict(false);
          toast.done(t('save.done', { title }));
          leave();
        },
        onError: (error) => {
          if (changedElsewhere(error)) setConflict(true);
          else toast.failed(error);
        },
      },
    );
  const latest = () => get('/dashboards/{id}', { path: { id: saved.id } });
  return {
    editing,
    items,
    setItems,
    changed: changedItems !== undefined,
    busy: post.isPending || put.isPending,
    conflict,
    setConflict,
    begin: () => void navigate({ search: { ...search, edit: true } }),
    cancel: () => {
      setItems(undefined);
      void navigate({ search: { ...search, edit: undefined }, ignoreBlocker: true });
    },
    save: () => putOver({ ...saved, version: base.version ?? saved.version }),
    overwrite: () => {
      void latest().then(putOver, toast.failed);
    },
    takeTheirs: () => {
      void latest().then((document) => {
        keep(document);
        setItems(undefined);
        setConflict(false);
        leave();
      }, toast.failed);
    },
    copy: (named, onDone) =>
      post.mutate(
        { body: { ...named, spec }, idempotencyKey: newIdempotencyKey() },
        {
          onSuccess: ({ id, title }) => {
            setItems(undefined);
            setConflict(false);
            onDone();
            toast.done(t('save.done', { title }));
            void navigate({ to: '/explore/dashboards/$id', params: { id }, search: {}, ignoreBlocker: true });
          },
          onError: toast.failed,
        },
      ),
  };
}
