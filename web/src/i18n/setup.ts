import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Bilingual, Lang } from '@/api/types';
import type { Texts } from './texts';
import { en } from './words.en';
import { zh } from './words.zh';

const KEPT = 'holdfast.lang';

/** The language before anybody has signed in: the one used last on this device, else the browser's. */
export function firstLang(): Lang {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'zh' || kept === 'en') return kept;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

void i18next.use(initReactI18next).init({
  lng: firstLang(),
  fallbackLng: 'zh',
  defaultNS: 'common',
  resources: { zh: { common: zh }, en: { common: en } },
  interpolation: { escapeValue: false },
  returnNull: false,
});
document.documentElement.lang = tagOf(firstLang());

/** Adds the texts of a page; called by the page's own module, so that they are loaded with it. */
export function addTexts<Zh extends object>(namespace: string, zhTexts: Zh, enTexts: Texts<Zh>): void {
  i18next.addResourceBundle('zh', namespace, zhTexts);
  i18next.addResourceBundle('en', namespace, enTexts);
}

/** Changes the language of everything that is shown. */
export function setLang(lang: Lang): void {
  localStorage.setItem(KEPT, lang);
  document.documentElement.lang = tagOf(lang);
  void i18next.changeLanguage(lang);
}

/** The tag for HTML. */
export function tagOf(lang: Lang): string {
  return lang === 'zh' ? 'zh-CN' : 'en';
}

/** A text that came with the data. */
export function pick(text: Bilingual | null | undefined, lang: Lang): string {
  return text ? text[lang] || text.zh : '';
}
