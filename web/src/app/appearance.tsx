import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { Theme, Units } from '@/api/types';
import { ToastProvider } from '@/components/Toast';
import type { Style } from '@/format/number';
import { useLang } from '@/i18n/useLang';
import { nonceOfPage } from './nonce';
import { DARK, LIGHT, type Palette } from './palette';
import { themeOf } from './theme';

interface Appearance {
  dark: boolean;
  palette: Palette;
  theme: Theme;
  units: Units;
  setTheme: (theme: Theme) => void;
  setUnits: (units: Units) => void;
}

const Context = createContext<Appearance | null>(null);
const KEPT_THEME = 'holdfast.theme';
const KEPT_UNITS = 'holdfast.units';

/** Theme and units, and antd dressed in them. */
export function AppearanceProvider({ children }: { children: ReactNode }) {
  const lang = useLang();
  const system = useMedia('(prefers-color-scheme: dark)');
  const [theme, setTheme] = useKept<Theme>(KEPT_THEME, 'system');
  const [units, setUnits] = useKept<Units>(KEPT_UNITS, lang === 'zh' ? 'wan' : 'thousand');
  const still = useMedia('(prefers-reduced-motion: reduce)');
  const dark = theme === 'dark' || (theme === 'system' && system);
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  }, [dark]);
  useEffect(() => {
    dayjs.locale(lang === 'zh' ? 'zh-cn' : 'en');
  }, [lang]);
  const value = useMemo(
    () => ({ dark, palette: dark ? DARK : LIGHT, theme, units, setTheme, setUnits }),
    [dark, theme, units, setTheme, setUnits],
  );
  const antTheme = useMemo(() => themeOf(dark, still), [dark, still]);
  return (
    <Context.Provider value={value}>
      <ConfigProvider
        theme={antTheme}
        locale={lang === 'zh' ? zhCN : enUS}
        button={{ autoInsertSpace: false }}
        csp={{ nonce: nonceOfPage() }}
      >
        <ToastProvider>{children}</ToastProvider>
      </ConfigProvider>
    </Context.Provider>
  );
}

/** Theme, colours and units that are in force. */
export function useAppearance(): Appearance {
  const appearance = useContext(Context);
  if (appearance === null) throw new Error('useAppearance is used outside AppearanceProvider');
  return appearance;
}

/** How figures are written for whoever looks. */
export function useStyle(): Style {
  const lang = useLang();
  const { units } = useAppearance();
  return useMemo(() => ({ lang, units }), [lang, units]);
}

/** Whether a media query holds. */
export function useMedia(query: string): boolean {
  const [holds, setHolds] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const listen = () => setHolds(media.matches);
    listen();
    media.addEventListener('change', listen);
    return () => media.removeEventListener('change', listen);
  }, [query]);
  return holds;
}

/** Whether the page is as narrow as a phone. */
export function usePhone(): boolean {
  return useMedia('(max-width: 767px)');
}

function useKept<Value extends string>(key: string, otherwise: Value): [Value, (value: Value) => void] {
  const [value, setValue] = useState<Value | null>(() => localStorage.getItem(key) as Value | null);
  const keep = useMemo(
    () => (next: Value) => {
      localStorage.setItem(key, next);
      setValue(next);
    },
    [key],
  );
  return [value ?? otherwise, keep];
}
