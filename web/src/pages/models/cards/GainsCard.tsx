import { Segmented } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '@/api/models';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { percent } from '@/format/number';
import { at, bestShare, GAINS, type GainsName, gainsOption, written } from '../charts/gains';
import { useMajorMoney } from '../useMajorMoney';

/** Share that the caption speaks of. */
const TENTH = 0.1;

/** What contacting the customers with the highest probabilities brings. */
export function GainsCard({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  const { palette } = useAppearance();
  const [name, setName] = useState<GainsName>('gains');
  const points = useMemo(() => record.charts?.gains ?? [], [record]);
  const major = useMajorMoney();
  const money = useCallback((value: number) => major(value), [major]);
  const option = useMemo(() => {
    const words = {
      share: t('gains.share'),
      value: t(`gains.${name}`),
      threshold: t('gains.threshold'),
      chance: t('gains.chance'),
      money,
    };
    return gainsOption(points, name, words, palette);
  }, [points, name, palette, t, money]);
  const tenth = at(points, TENTH);
  const best = bestShare(points);
  const caption = () => {
    if (tenth === undefined) return t('gains.none');
    if (name !== 'profit') return t(`gains.caption.${name}`, { value: written(name, tenth[name], money) });
    if (best === undefined) return t('gains.caption.never');
    return t('gains.caption.profit', { share: percent(best.share, 0), value: money(best.profit) });
  };
  return (
    <ChartCard
      title={t('gains.title')}
      caption={caption()}
      option={option}
      height={380}
      legend={[
        { name: t(`gains.${name}`), color: palette.accent },
        { name: t('gains.chance'), color: palette.faint },
      ]}
      actions={
        <Segmented<GainsName>
          size="small"
          aria-label={t('gains.title')}
          value={name}
          onChange={setName}
          options={GAINS.map((one) => ({ value: one, label: t(`gains.${one}`) }))}
        />
      }
      table={{
        columns: [
          { title: t('gains.share'), numeric: true },
          ...GAINS.map((one) => ({ title: t(`gains.${one}`), numeric: true })),
          { title: t('gains.threshold'), numeric: true },
        ],
        rows: points.map((point) => [
          percent(point.share, 0),
          ...GAINS.map((one) => written(one, point[one], money)),
          percent(point.threshold),
        ]),
      }}
    />
  );
}
