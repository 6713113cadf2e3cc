import { useCallback } from 'react';
import type { Bilingual } from '@/api/types';
import { useGet } from '@/api/use';
import { useMay } from '@/app/session';
import { usePick } from '@/i18n/useLang';

const NONE: Bilingual[] = [];

/** Segments of the model whose scores are shown, for those who may look at models. */
export function useSegments(): Bilingual[] {
  const { data: workspace } = useGet('/workspace');
  const model = workspace?.scores?.model_id;
  const may = useMay('view_models');
  const { data } = useGet('/models/{id}', { path: { id: model ?? '' } }, { enabled: may && model !== undefined });
  return data?.segments.map((segment) => segment.name) ?? NONE;
}

/** Reads the name of a segment, kept in Chinese with the scores, in the language that is shown. */
export function useSegmentName(): (kept: string | null) => string | null {
  const segments = useSegments();
  const pick = usePick();
  return useCallback(
    (kept) => (kept === null ? null : pick(segments.find((name) => name.zh === kept)) || kept),
    [segments, pick],
  );
}
