import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '@/api/models';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { percent, plain } from '@/format/number';
import { calibrationOption, off } from '../charts/calibration';

/** Whether a stated probability can be taken at its word. */
export function CalibrationCard({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  const { palette } = useAppearance();
  const points = useMemo(() => record.charts?.calibration ?? [], [record]);
  const option = useMemo(() => {
    const words = {
      predicted: t('calibration.predicted'),
      observed: t('calibration.observed'),
      interval: t('calibration.interval'),
      rows: t('calibration.rows'),
    };
    return calibrationOption(points, words, palette);
  }, [points, palette, t]);
  const { tooHigh, tooLow } = off(points);
  const caption =
    points.length === 0
      ? t('calibration.none')
      : tooHigh + tooLow === 0
        ? t('calibration.good')
        : t('calibration.off', { high: tooHigh, low: tooLow, n: points.length });
  return (
    <ChartCard
      title={t('calibration.title')}
      caption={caption}
      option={option}
      height={380}
      legend={[
        { name: t('calibration.observed'), color: palette.accent },
        { name: t('calibration.diagonal'), color: palette.faint },
        { name: t('calibration.density'), color: palette.ramp[3] ?? palette.accent },
      ]}
      table={{
        columns: (['predicted', 'observed', 'interval', 'rows'] as const).map((name) => ({
          title: t(`calibration.${name}`),
          numeric: true,
        })),
        rows: points.map(({ predicted, observed, low, high, rows }) => [
          percent(predicted),
          percent(observed),
          `${percent(low)} – ${percent(high)}`,
          plain(rows),
        ]),
      }}
    />
  );
}
