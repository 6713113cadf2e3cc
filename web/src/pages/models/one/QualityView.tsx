import { useTranslation } from 'react-i18next';
import type { RunRecord } from '@/api/models';
import { ExplainPopover } from '@/components/ExplainPopover';
import { Panel } from '@/components/Panel';
import { Stat } from '@/components/Stat';
import { plain, UNKNOWN } from '@/format/number';
import { day } from '@/format/time';
import { CalibrationCard } from '../cards/CalibrationCard';
import { CurvesCard } from '../cards/CurvesCard';
import { GainsCard } from '../cards/GainsCard';
import { HorizonsCard } from '../cards/HorizonsCard';
import { LeaderboardCard } from '../cards/LeaderboardCard';
import { figure, interval, withInterval } from '../figure';
import styles from '../models.module.css';

const FIGURES = ['auc', 'pr_auc', 'top_decile_lift', 'log_loss', 'brier', 'ks'] as const;
const PLAIN = ['calibration_slope', 'ece'] as const;

/** How good the model is on customers that it did not learn from. */
export function QualityView({ record }: { record: RunRecord }) {
  return (
    <>
      <FiguresPanel record={record} />
      <LeaderboardCard record={record} />
      <div className={styles.pair}>
        <CalibrationCard record={record} />
        <GainsCard record={record} />
        <HorizonsCard record={record} />
        <CurvesCard record={record} />
      </div>
      <CutoffsPanel record={record} />
    </>
  );
}

function FiguresPanel({ record }: { record: RunRecord }) {
  const { t } = useTranslation(['model', 'models', 'common']);
  const { figures } = record;
  const meaning = t('common:definition.meaning');
  return (
    <Panel
      title={t('figure.title')}
      hint={`${t(record.scheme === 'rolling_origin' ? 'figure.hintTime' : 'figure.hintFolds')} ${t('figure.judged', {
        customers: plain(figures.customers),
        churned: plain(figures.churned),
      })}`}
    >
      <div className={styles.stats}>
        {FIGURES.map((name) => (
          <Stat
            key={name}
            label={
              <ExplainPopover name={t(`figure.${name}`)} lines={[[meaning, t(`models:explain.${name}`)]]}>
                {t(`figure.${name}`)}
              </ExplainPopover>
            }
            value={figure(figures[name])}
          >
            <span className={styles.around}>{interval(figures[name])}</span>
          </Stat>
        ))}
        {PLAIN.map((name) => (
          <Stat
            key={name}
            label={
              <ExplainPopover name={t(`figure.${name}`)} lines={[[meaning, t(`models:explain.${name}`)]]}>
                {t(`figure.${name}`)}
              </ExplainPopover>
            }
            value={figures[name] === null ? UNKNOWN : plain(figures[name], 3)}
          />
        ))}
      </div>
    </Panel>
  );
}

function CutoffsPanel({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  if (record.by_cutoff.length === 0) return null;
  const headings = ['day', 'customers', 'churned', 'auc', 'logLoss'] as const;
  return (
    <Panel title={t('cutoffs.title')} flush>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('cutoffs.title')}>
        <table className={styles.table}>
          <thead>
            <tr>
              {headings.map((name) => (
                <th key={name} scope="col" data-numeric={name !== 'day'}>
                  {t(`cutoffs.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {record.by_cutoff.map(([cutoff, figures]) => (
              <tr key={cutoff}>
                <td className={styles.nowrap}>{day(cutoff)}</td>
                <td data-numeric="true">{plain(figures.customers)}</td>
                <td data-numeric="true">{plain(figures.churned)}</td>
                <td data-numeric="true">{withInterval(figures.auc)}</td>
                <td data-numeric="true">{withInterval(figures.log_loss)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
