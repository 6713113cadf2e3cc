import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparisonWords } from './withComparisons';

/** Names of earlier values. */
export function useComparisonWords(): ComparisonWords {
  const { t } = useTranslation('explore');
  return useMemo(() => ({ previous: t('earlier.previous'), last_year: t('earlier.last_year') }), [t]);
}
