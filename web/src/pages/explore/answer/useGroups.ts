import { useMemo } from 'react';
import type { MetricTable } from '@/api/metric';
import { useLook } from '@/charts/useLook';
import { usePick } from '@/i18n/useLang';
import { type Group, groupsOf } from './groups';

/** The rows of an answer by combination of dimensions, named in the language that is shown. */
export function useGroups(table: MetricTable): Group[] {
  const pick = usePick();
  const look = useLook();
  const name = pick(table.metric.name);
  return useMemo(() => groupsOf(table, name, look.words.unknown), [table, name, look]);
}
