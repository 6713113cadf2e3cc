import { useEffect } from 'react';
import { useAppearance } from '@/app/appearance';
import { useMe } from '@/app/session';
import { setLang } from '@/i18n/setup';

/** Shows everything as whoever signed in has chosen, on whatever device. */
export function FollowPreferences() {
  const { lang, theme, units } = useMe().user;
  const { setTheme, setUnits } = useAppearance();
  useEffect(() => setLang(lang), [lang]);
  useEffect(() => setTheme(theme), [theme, setTheme]);
  useEffect(() => setUnits(units), [units, setUnits]);
  return null;
}
