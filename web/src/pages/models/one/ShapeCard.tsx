import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { plain, signed } from '@/format/number';
import { barsHeight } from '../charts/bars';
import { stepsOf, type Term } from '../charts/shape';
import {
  categoryBars,
  categoryOption,
  extremes,
  numberOption,
  pairOption,
  type ShapeWords,
  shapeRows,
} from '../charts/shapeOption';
import { useLabelWidth } from '../useLabelWidth';
import { useBinWords } from './useBinWords';

const HEIGHT = 420;

/** What the values of one column, or of two together, add to the risk. */
export function ShapeCard({ term }: { term: Term }) {
  const { t } = useTranslation('model');
  const { palette } = useAppearance();
  const bins = useBinWords();
  const words = useMemo<ShapeWords>(
    () => ({ ...bins, adds: t('looks.adds'), interval: t('looks.interval'), rows: t('looks.rows') }),
    [bins, t],
  );
  const labelPx = useLabelWidth();
  const option = useMemo(() => {
    const draw = { number: numberOption, category: categoryOption, pair: pairOption }[term.kind];
    return draw(term, words, palette, labelPx);
  }, [term, words, palette, labelPx]);
  const columns = term.label.split(' × ');
  const height = term.kind === 'category' ? Math.max(HEIGHT / 2, barsHeight(categoryBars(term, words).length)) : HEIGHT;
  return (
    <ChartCard
      title={term.label}
      caption={useCaption(term, words)}
      option={option}
      height={height}
      table={{
        columns: [
          ...columns.map((title) => ({ title })),
          { title: words.adds, numeric: true },
          { title: words.interval, numeric: true },
          { title: words.rows, numeric: true },
        ],
        rows: shapeRows(term, words),
      }}
    />
  );
}

function useCaption(term: Term, words: ShapeWords): string {
  const { t } = useTranslation('model');
  const { most, least } = extremes(term, words);
  const said = (point: { value: string; adds: number }) => ({
    value: point.value,
    adds: signed(point.adds, 2),
    odds: plain(Math.exp(point.adds), 2),
  });
  const sentences: string[] = [];
  if (most && most.adds > 0) sentences.push(t('looks.up', said(most)));
  if (least && least.adds < 0) sentences.push(t('looks.down', said(least)));
  const missing = term.kind === 'number' ? stepsOf(term).missing : undefined;
  if (missing) sentences.push(t('looks.missingAdds', { adds: signed(missing.value, 2) }));
  if (term.kind === 'number') sentences.push(t('looks.tails'));
  return sentences.join(' ');
}
