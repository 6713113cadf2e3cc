import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { WhyWords } from './data';

/** Words of the charts that take a change apart. */
export function useWhyWords(): WhyWords {
  const { t } = useTranslation('why');
  return useMemo(
    () => ({
      segment: t('words.segment'),
      before: t('words.before'),
      after: t('words.after'),
      share: t('words.share'),
      rate: t('words.rate'),
      mix: t('words.mix'),
      total: t('words.total'),
      part: t('words.part'),
      rest: (count: number) => t('words.rest', { count }),
    }),
    [t],
  );
}
