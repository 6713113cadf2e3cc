import { useNavigate, useSearch } from '@tanstack/react-router';
import { Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SegmentMoves } from '@/api/models';
import { useGet } from '@/api/use';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { percent, plain } from '@/format/number';
import { day } from '@/format/time';
import { usePick } from '@/i18n/useLang';
import { migrationOption, movesOf, stayed } from '../charts/migration';

/** Who moved from which segment to which between two scorings. */
export function MigrationCard({ model }: { model: string }) {
  const { t } = useTranslation('model');
  const { from, to } = useSearch({ from: '/shell/models/$id' });
  const query = useGet('/segments/migration', { query: { model, from, to } }, { keep: true });
  return (
    <QueryView query={query}>
      {(moves) =>
        moves.from === null || moves.to === null ? (
          <Panel title={t('segments.moves')}>
            <p className="muted">{t('segments.movesNone')}</p>
          </Panel>
        ) : (
          <Moves model={model} moves={moves} />
        )
      }
    </QueryView>
  );
}

/** Height of a row of the matrix, and of what stands around it. */
const HEIGHT = { row: 64, around: 80 };

function Moves({ model, moves }: { model: string; moves: SegmentMoves }) {
  const { t } = useTranslation('model');
  const pick = usePick();
  const { palette } = useAppearance();
  const list = useMemo(() => movesOf(moves), [moves]);
  const names = useMemo(() => moves.segments.map(pick), [moves, pick]);
  const words = useMemo(
    () => ({
      gone: t('segments.gone'),
      arrived: t('segments.arrived'),
      customers: t('segments.moved'),
      share: t('segments.rowShare'),
    }),
    [t],
  );
  const option = useMemo(() => migrationOption(list, names, words, palette), [list, names, words, palette]);
  const share = stayed(moves.counts);
  return (
    <ChartCard
      title={t('segments.moves')}
      caption={t('segments.movesCaption', { from: day(moves.from), to: day(moves.to), stayed: percent(share) })}
      option={option}
      height={HEIGHT.around + HEIGHT.row * (names.length + 1)}
      actions={<Days model={model} moves={moves} />}
      table={{
        columns: [
          { title: t('segments.from') },
          { title: t('segments.to') },
          { title: words.customers, numeric: true },
          { title: words.share, numeric: true },
        ],
        rows: list.map((move) => [
          move.from === undefined ? words.arrived : (names[move.from] ?? ''),
          move.to === undefined ? words.gone : (names[move.to] ?? ''),
          plain(move.count),
          percent(move.share),
        ]),
      }}
    />
  );
}

function Days({ model, moves }: { model: string; moves: SegmentMoves }) {
  const { t } = useTranslation('model');
  const navigate = useNavigate({ from: '/models/$id' });
  const choose = (end: 'from' | 'to', value: string) =>
    void navigate({
      to: '/models/$id',
      params: { id: model },
      search: (before) => ({ ...before, [end]: value }),
      replace: true,
      resetScroll: false,
    });
  return (['from', 'to'] as const).map((end) => (
    <Select
      key={end}
      size="small"
      aria-label={t(`segments.${end}`)}
      prefix={t(`segments.${end}`)}
      value={moves[end] ?? undefined}
      onChange={(value) => choose(end, value)}
      options={moves.days
        .filter((one) => (end === 'from' ? one < (moves.to ?? '') : one > (moves.from ?? '')))
        .map((one) => ({ value: one, label: one }))}
    />
  ));
}
