import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { SavedQuestion } from '@/api/documents';
import type { MetricListed } from '@/api/metric';
import { useGet } from '@/api/use';
import type { ExploreSearch } from '../search';
import { meant } from './defaults';

interface Asked {
  search: ExploreSearch;
  metrics: MetricListed[];
  saved: SavedQuestion | undefined;
  /** Each change is a step that the browser's back button undoes. */
  change: (next: Partial<ExploreSearch>) => void;
  /** What failed to load, if anything did. */
  error: unknown;
  ready: boolean;
}

/** The question in the address. */
export function useQuestion(): Asked {
  const address = useSearch({ from: '/shell/explore' });
  const navigate = useNavigate({ from: '/explore' });
  const listed = useGet('/metrics');
  const id = address.question;
  const document = useGet('/questions/{id}', { path: { id: id ?? '' } }, { enabled: id !== undefined });
  const metrics = listed.data?.items ?? NONE;
  const saved = id === undefined ? undefined : document.data;
  const search = meant(address, saved, metrics);
  const change = useCallback(
    (next: Partial<ExploreSearch>) => void navigate({ search: { ...search, ...next } }),
    [navigate, search],
  );
  const waiting = id !== undefined && address.metric === undefined && document.data === undefined;
  return {
    search,
    metrics,
    saved,
    change,
    error: listed.error ?? (waiting ? document.error : null),
    ready: listed.data !== undefined && !waiting,
  };
}

const NONE: MetricListed[] = [];
