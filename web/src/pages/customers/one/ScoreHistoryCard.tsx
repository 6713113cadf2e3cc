import { useNavigate, useSearch } from '@tanstack/react-router';
import { Select } from 'antd';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerScore, ScoreHistory } from '@/api/customers';
import { useGet } from '@/api/use';
import { useAppearance } from '@/app/appearance';
import { ChartCard } from '@/charts/ChartCard';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { percent } from '@/format/number';
import { LevelTag } from '../Levels';
import styles from './one.module.css';
import { ReasonList } from './ReasonsPanel';
import { scoreLine, scoreOption } from './scoreHistory';

/** How the score has gone, and the reasons at a point of it. */
export function ScoreHistoryCard({ customer }: { customer: string }) {
  const { t } = useTranslation('customer');
  const query = useGet('/customers/{key}/scores', { path: { key: customer } });
  if (query.data?.items.length === 0)
    return (
      <Panel title={t('scores.title')}>
        <p className="muted">{t('scores.none')}</p>
      </Panel>
    );
  return <QueryView query={query}>{(history) => <History customer={customer} history={history} />}</QueryView>;
}

function History({ customer, history }: { customer: string; history: ScoreHistory }) {
  const { t } = useTranslation(['customer', 'customers']);
  const { palette } = useAppearance();
  const { score: chosenDay } = useSearch({ from: '/shell/customers/$key' });
  const navigate = useNavigate({ from: '/customers/$key' });
  const line = useMemo(() => scoreLine(history.items), [history.items]);
  const option = useMemo(() => {
    const words = {
      p: t('scores.p'),
      model: t('scores.model'),
      level: (level: CustomerScore['level']) => t(`customers:level.${level}`),
    };
    return scoreOption(line, chosenDay, words, palette);
  }, [line, chosenDay, palette, t]);
  const choose = useCallback(
    (day: string | undefined) =>
      void navigate({
        to: '/customers/$key',
        params: { key: customer },
        search: (before) => ({ ...before, score: day }),
        state: true,
        replace: true,
        resetScroll: false,
      }),
    [navigate, customer],
  );
  const chooseAt = useCallback(
    ({ dataIndex }: { dataIndex: number }) => choose(line.points[dataIndex]?.day),
    [choose, line],
  );
  const chosen = history.items.findLast((score) => score.as_of === chosenDay);
  const [first, last] = [line.points[0], line.points.at(-1)];
  const figures = {
    n: line.points.length,
    first: first?.day ?? '',
    last: last?.day ?? '',
    p0: percent(first?.p),
    p1: percent(last?.p),
  };
  const caption = [
    t(line.points.length > 1 ? 'scores.caption' : 'scores.captionOne', figures),
    line.changes.length > 0 && t('scores.changed'),
  ].filter(Boolean);
  return (
    <div className={styles.main}>
      <ChartCard
        title={t('scores.title')}
        caption={caption.join(' ')}
        option={option}
        height={220}
        freshness={history.freshness}
        onClick={chooseAt}
        actions={
          <Select
            size="small"
            aria-label={t('scores.choose')}
            placeholder={t('scores.choose')}
            value={chosen?.as_of}
            onChange={choose}
            allowClear
            popupMatchSelectWidth={false}
            options={line.points.map(({ day }) => ({ value: day, label: day })).reverse()}
          />
        }
        table={{
          columns: [
            { title: t('scores.day') },
            { title: t('scores.p'), numeric: true },
            { title: t('scores.level') },
            { title: t('scores.model') },
          ],
          rows: line.points.map(({ day, p, level, model }) => [day, percent(p), t(`customers:level.${level}`), model]),
        }}
      />
      {chosen && (
        <Panel
          title={t('scores.atDay', { day: chosen.as_of })}
          hint={percent(chosen.p_churn)}
          actions={<LevelTag level={chosen.level} />}
        >
          <ReasonList reasons={chosen.reasons} />
        </Panel>
      )}
    </div>
  );
}
