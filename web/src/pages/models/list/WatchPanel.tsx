import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Watched } from '@/api/models';
import { useGet } from '@/api/use';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { percent } from '@/format/number';
import { day } from '@/format/time';
import { usePick } from '@/i18n/useLang';
import { useStart } from '../jobs/useStart';
import styles from '../models.module.css';

/** Reasons that are shown before all are asked for. */
const FEW = 4;

/** The verdict on the model in use: retrain, wait, or mend the data, and why. `here`: what it leads to is shown already. */
export function WatchPanel({ here = false }: { here?: boolean }) {
  const { t } = useTranslation('models');
  const query = useGet('/models/watch');
  return (
    <Panel title={t('watch.title')}>
      <QueryView query={query} rows={2}>
        {(watch) => (watch ? <Verdict watched={watch} here={here} /> : <Unwatched />)}
      </QueryView>
    </Panel>
  );
}

function Unwatched() {
  const { t } = useTranslation('models');
  const { start, may } = useStart();
  return (
    <div className={styles.verdict}>
      <p className="muted">{t('watch.none')}</p>
      <div>
        <Button disabled={!may} title={may ? undefined : t('action.needs')} onClick={() => start('watch')}>
          {t('watch.noneAction')}
        </Button>
      </div>
    </div>
  );
}

function Verdict({ watched, here }: { watched: Watched; here: boolean }) {
  const { t } = useTranslation('models');
  const pick = usePick();
  const [all, setAll] = useState(false);
  const { reasons, drift, canary, labels } = watched;
  const moved = drift.filter((column) => column.flagged).length;
  return (
    <div className={styles.verdict}>
      <div className={styles.verdictHead}>
        <strong data-action={watched.verdict.action}>{t(`watch.action.${watched.verdict.action}`)}</strong>
        <span className="muted">{t('watch.asOf', { model: watched.model_id, day: day(watched.as_of) })}</span>
      </div>
      <p>{pick(watched.advice)}</p>
      <ul className={styles.list}>
        {(all ? reasons : reasons.slice(0, FEW)).map((reason) => (
          <li key={reason.zh}>{pick(reason)}</li>
        ))}
        {labels && (
          <li>
            {t('watch.labels', {
              before: percent(labels.reference_rate),
              now: percent(labels.rate),
              expected: percent(labels.expected_rate),
            })}
          </li>
        )}
        {canary && <li>{t('watch.canary', { rows: canary.rows, changed: canary.changed })}</li>}
      </ul>
      <div className={styles.facts}>
        {reasons.length > FEW && (
          <Button size="small" type="text" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? t('watch.few') : t('watch.all', { n: reasons.length })}
          </Button>
        )}
        {!here && (
          <Link to="/models/$id" params={{ id: watched.model_id }} search={{ view: 'drift' }}>
            {moved > 0 ? t('watch.drifted', { n: moved }) : t('watch.toDrift')}
          </Link>
        )}
      </div>
    </div>
  );
}
