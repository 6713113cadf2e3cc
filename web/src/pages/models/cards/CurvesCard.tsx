import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '@/api/models';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { plain, UNKNOWN } from '@/format/number';
import { CURVES, type CurveName, curveOption, ends, labelsOf } from '../charts/curves';

/** What more history brings, and how a ranking ages. */
export function CurvesCard({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  const { palette } = useAppearance();
  const [name, setName] = useState<CurveName>('by_history');
  const points = record.curves[name];
  const labels = useMemo(() => labelsOf(name, points, t('curve.all')), [name, points, t]);
  const option = useMemo(() => {
    const words = {
      axis: t(`curve.axis.${name}`),
      auc: t('figure.auc'),
      rows: t('curve.judged'),
      guess: t('curve.guess'),
    };
    return curveOption(points, labels, words, palette);
  }, [points, labels, name, palette, t]);
  const found = ends(points);
  return (
    <ChartCard
      title={t('curve.title')}
      caption={
        found
          ? t(`curve.caption.${name}`, { first: plain(found.first, 3), last: plain(found.last, 3) })
          : t('curve.none')
      }
      option={option}
      height={320}
      actions={
        <Segmented<CurveName>
          size="small"
          aria-label={t('curve.title')}
          value={name}
          onChange={setName}
          options={CURVES.map((one) => ({ value: one, label: t(`curve.${one}`) }))}
        />
      }
      table={{
        columns: [
          { title: t(`curve.axis.${name}`), numeric: true },
          { title: t('figure.auc'), numeric: true },
          { title: t('figure.log_loss'), numeric: true },
          { title: t('curve.learned'), numeric: true },
          { title: t('curve.judged'), numeric: true },
        ],
        rows: points.map((point, at) => [
          labels[at] ?? '',
          point.auc === null ? UNKNOWN : plain(point.auc, 3),
          point.log_loss === null ? UNKNOWN : plain(point.log_loss, 4),
          plain(point.learned_rows),
          plain(point.judged_rows),
        ]),
      }}
    />
  );
}
