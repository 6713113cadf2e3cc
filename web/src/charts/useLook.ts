import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppearance, useStyle } from '@/app/appearance';
import type { Look } from './look';

/** Colours, units and words of whoever looks. */
export function useLook(): Look {
  const { palette } = useAppearance();
  const style = useStyle();
  const { t } = useTranslation();
  return useMemo(
    () => ({
      palette,
      style,
      words: {
        partial: t('state.partialHint'),
        interval: t('definition.interval'),
        status: {
          complete: t('state.complete'),
          partial: t('state.partial'),
          not_due: t('state.not_due'),
          before_data: t('state.before_data'),
        },
        period: t('chart.period'),
        unknown: t('chart.unknown'),
      },
    }),
    [palette, style, t],
  );
}
