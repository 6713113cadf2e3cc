import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { usePick } from '@/i18n/useLang';

/** Names of dimensions and of their values, in the language that is shown. */
export function useDimensions() {
  const { t } = useTranslation();
  const pick = usePick();
  const { data: workspace } = useGet('/workspace');
  const dimensions = workspace?.dimensions ?? NONE;
  const labelOf = useCallback(
    (id: string) => pick(dimensions.find((dimension) => dimension.id === id)?.label) || id,
    [dimensions, pick],
  );
  const textOf = useCallback((value: string | null) => value ?? t('chart.unknown'), [t]);
  return { dimensions, labelOf, textOf };
}

const NONE: never[] = [];
