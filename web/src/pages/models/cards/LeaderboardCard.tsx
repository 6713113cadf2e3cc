import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '@/api/models';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { plain, UNKNOWN } from '@/format/number';
import { useLang, usePick } from '@/i18n/useLang';
import { barsHeight } from '../charts/bars';
import { type Candidate, candidates, leaderboardOption, shortTime, whyChosen } from '../charts/leaderboard';
import { useLabelWidth } from '../useLabelWidth';

/** Candidates against each other, and why one was chosen. */
export function LeaderboardCard({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  const pick = usePick();
  const lang = useLang();
  const { palette } = useAppearance();
  const list = useMemo(() => candidates(record.leaderboard, pick), [record, pick]);
  const labelPx = useLabelWidth();
  const option = useMemo(
    () => leaderboardOption(list, { logLoss: t('figure.log_loss'), auc: t('figure.auc') }, palette, labelPx),
    [list, palette, t, labelPx],
  );
  const caption = useCaption(list, record);
  const timed = list.some((one) => one.seconds !== null);
  return (
    <ChartCard
      title={t('board.title')}
      caption={caption}
      option={option}
      height={barsHeight(list.length) + 24}
      table={{
        columns: [
          { title: t('board.name') },
          { title: t('figure.auc'), numeric: true },
          { title: t('figure.log_loss'), numeric: true },
          { title: t('board.worse'), numeric: true },
          ...(timed ? [{ title: t('board.time'), numeric: true }] : []),
        ],
        rows: list.map((one) => [
          one.chosen ? `${one.name} ✓` : one.name,
          one.auc,
          one.logLoss === null ? UNKNOWN : plain(one.logLoss, 4),
          `${plain(one.worse, 4)} ± ${plain(one.worseSe, 4)}`,
          ...(timed ? [one.seconds === null ? UNKNOWN : shortTime(one.seconds, lang)] : []),
        ]),
      }}
    />
  );
}

function useCaption(list: Candidate[], record: RunRecord): string {
  const { t } = useTranslation('model');
  const comma = t('list.comma', { ns: 'common' });
  const why = whyChosen(list);
  const winner = list.find((one) => one.chosen);
  const sentences: string[] = [];
  if (why && winner) sentences.push(t(`board.${why}`, { name: winner.name }));
  if (winner && winner.parts.length > 0)
    sentences.push(
      t('board.parts', { list: winner.parts.map(([name, weight]) => `${name} ${plain(weight, 2)}`).join(comma) }),
    );
  if (record.skipped.length > 0)
    sentences.push(
      t('board.skipped', { list: record.skipped.map(([name, reason]) => `${name} (${reason})`).join(comma) }),
    );
  return sentences.join(' ');
}
