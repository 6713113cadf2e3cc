import { useCallback } from 'react';
import { useGet } from '@/api/use';
import { useStyle } from '@/app/appearance';
import { MINOR_PER_MAJOR, money } from '@/format/number';

/** Writes money that training keeps in the main currency unit. */
export function useMajorMoney(): (value: number | null) => string {
  const { data: workspace } = useGet('/workspace');
  const style = useStyle();
  const currency = workspace?.currency ?? 'CNY';
  return useCallback(
    (value) => money(value === null ? null : value * MINOR_PER_MAJOR, currency, style),
    [currency, style],
  );
}
