import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bilingual, Lang } from '@/api/types';
import { pick } from './setup';

/** The language that is shown. */
export function useLang(): Lang {
  const { i18n } = useTranslation();
  return i18n.language.startsWith('zh') ? 'zh' : 'en';
}

/** Reads texts that came with the data in the language that is shown. */
export function usePick(): (text: Bilingual | null | undefined) => string {
  const lang = useLang();
  return useCallback((text) => pick(text, lang), [lang]);
}
