import { useCallback } from 'react';
import { useGet } from '@/api/use';
import { instant } from '@/format/time';

/** Writes instants on the clock of the workspace; of the browser until the workspace is known. */
export function useInstant(): (text: string | null) => string {
  const { data: workspace } = useGet('/workspace');
  const zone = workspace?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return useCallback((text) => instant(text, zone), [zone]);
}
