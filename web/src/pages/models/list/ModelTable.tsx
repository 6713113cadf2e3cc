import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Figure, ModelListed, Models } from '@/api/models';
import { useGet } from '@/api/use';
import { ExplainPopover } from '@/components/ExplainPopover';
import { Panel } from '@/components/Panel';
import { day, instant } from '@/format/time';
import { usePick } from '@/i18n/useLang';
import { figure, interval } from '../figure';
import styles from '../models.module.css';
import { PromoteButton } from './PromoteButton';
import { RoleTag } from './RoleTag';

/** All models, the latest first. */
export function ModelTable({ models }: { models: Models }) {
  const { t } = useTranslation('models');
  const { data: workspace } = useGet('/workspace');
  const headings = [
    'model',
    'role',
    'trained',
    'through',
    'horizon',
    'definition',
    'auc',
    'logLoss',
    'actions',
  ] as const;
  return (
    <Panel title={t('listTitle')} hint={t('listHint')} flush>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('listTitle')}>
        <table className={styles.table}>
          <caption className="visually-hidden">{t('listTitle')}</caption>
          <thead>
            <tr>
              {headings.map((name) => (
                <th key={name} scope="col" data-numeric={name === 'auc' || name === 'logLoss'}>
                  {t(`column.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {models.items.map((model) => (
              <Row key={model.id} model={model} champion={models.champion} zone={workspace?.time_zone ?? 'UTC'} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function Row({ model, champion, zone }: { model: ModelListed; champion: string | null; zone: string }) {
  const { t } = useTranslation('models');
  const pick = usePick();
  return (
    <tr data-chosen={model.role === 'champion'}>
      <td>
        <Link to="/models/$id" params={{ id: model.id }}>
          {model.id}
        </Link>
        <span className={styles.around}>{pick(model.title)}</span>
      </td>
      <td>
        <RoleTag role={model.role} />
      </td>
      <td className={styles.nowrap}>{instant(model.created_at, zone)}</td>
      <td className={styles.nowrap}>{day(model.through)}</td>
      <td>{t('days', { n: model.horizon_days })}</td>
      <td>{model.definition}</td>
      <FigureCell name={t('column.auc')} meaning={t('explain.auc')} found={model.auc} />
      <FigureCell name={t('column.logLoss')} meaning={t('explain.log_loss')} found={model.log_loss} />
      <td>
        <PromoteButton id={model.id} champion={champion} />
      </td>
    </tr>
  );
}

function FigureCell({ name, meaning, found }: { name: string; meaning: string; found: Figure | null }) {
  const { t } = useTranslation();
  const around = interval(found);
  return (
    <td data-numeric="true">
      <ExplainPopover
        name={name}
        lines={[[t('definition.meaning'), meaning], ...(around ? [[t('definition.interval'), around] as const] : [])]}
      >
        {figure(found)}
      </ExplainPopover>
      <span className={styles.around}>{around}</span>
    </td>
  );
}
