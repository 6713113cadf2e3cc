import { useGet } from '@/api/use';
import { dayAfter, startOfDay } from '@/format/time';

/** From the beginning of a day until the end of another, on the clock of the workspace. */
export function useBounds(from?: string, to?: string): { from?: string; to?: string } {
  const { data: workspace } = useGet('/workspace');
  const zone = workspace?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    from: from && startOfDay(from, zone),
    to: to && startOfDay(dayAfter(to), zone),
  };
}
