import { Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { useAppearance, useStyle } from '@/app/appearance';
import { usePreferences } from '@/app/shell/usePreferences';
import { Panel } from '@/components/Panel';
import { count, money } from '@/format/number';
import { useLang } from '@/i18n/useLang';
import styles from '../settings.module.css';

/** Figures of the example. */
const CUSTOMERS = 128_450;
const MINOR = 3_860_420_000;

/** Language, theme, and units of large numbers. */
export default function AppearanceSection() {
  const { t } = useTranslation(['settings', 'common']);
  const { theme, units } = useAppearance();
  const lang = useLang();
  const style = useStyle();
  const prefer = usePreferences();
  const { data: workspace } = useGet('/workspace');
  const currency = workspace?.currency ?? 'CNY';
  return (
    <Panel title={t('section.appearance')} hint={t('appearance.hint')}>
      <div className={styles.stack}>
        <Choice label={t('appearance.lang')}>
          <Segmented
            aria-label={t('appearance.lang')}
            value={lang}
            onChange={(next) => prefer({ lang: next })}
            options={(['zh', 'en'] as const).map((value) => ({ value, label: t(`common:lang.${value}`) }))}
          />
        </Choice>
        <Choice label={t('appearance.theme')}>
          <Segmented
            aria-label={t('appearance.theme')}
            value={theme}
            onChange={(next) => prefer({ theme: next })}
            options={(['light', 'dark', 'system'] as const).map((value) => ({
              value,
              label: t(`common:theme.${value}`),
            }))}
          />
        </Choice>
        <Choice label={t('appearance.units')}>
          <Segmented
            aria-label={t('appearance.units')}
            value={units}
            onChange={(next) => prefer({ units: next })}
            options={(['wan', 'thousand'] as const).map((value) => ({ value, label: t(`appearance.${value}`) }))}
          />
          <span className={styles.small}>
            {t('appearance.example', { customers: count(CUSTOMERS, style), money: money(MINOR, currency, style) })}
          </span>
        </Choice>
      </div>
    </Panel>
  );
}

function Choice({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <span className={styles.label}>{label}</span>
      {children}
    </div>
  );
}
