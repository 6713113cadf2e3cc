import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { useStyle } from '@/app/appearance';
import { money } from '@/format/number';
import { type BinWords, threeDigits } from '../charts/shape';

/** Words of bins; numbers of columns in minor units are written as money. */
export function useBinWords(): BinWords {
  const { t } = useTranslation('model');
  const { data: workspace } = useGet('/workspace');
  const style = useStyle();
  const currency = workspace?.currency ?? 'CNY';
  return useMemo(
    () => ({
      missing: t('looks.missing'),
      rare: t('looks.rare'),
      number: (value, column) => (column.endsWith('_minor') ? money(value, currency, style) : threeDigits(value)),
    }),
    [t, style, currency],
  );
}
