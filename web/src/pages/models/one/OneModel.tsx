import { ArrowLeftOutlined } from '@ant-design/icons';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import type { RunRecord } from '@/api/models';
import { useGet } from '@/api/use';
import { PageTitle } from '@/components/PageTitle';
import { plain } from '@/format/number';
import { day, instant } from '@/format/time';
import { usePick } from '@/i18n/useLang';
import { PromoteButton } from '../list/PromoteButton';
import { RoleTag } from '../list/RoleTag';
import styles from '../models.module.css';
import { CardView } from './CardView';
import { DriftView } from './DriftView';
import { GroupsView } from './GroupsView';
import { LooksView } from './LooksView';
import { QualityView } from './QualityView';
import { RulesView } from './RulesView';
import { SegmentsView } from './SegmentsView';
import { VIEWS, type View } from './search';

/** A model's head and the part of it that the address names. */
export function OneModel({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  const { view = 'quality' } = useSearch({ from: '/shell/models/$id' });
  const navigate = useNavigate();
  const choose = (next: View) =>
    void navigate({
      to: '/models/$id',
      params: { id: record.id },
      search: { view: next === 'quality' ? undefined : next },
      replace: true,
    });
  return (
    <>
      <Head record={record} />
      <div className={styles.views}>
        <Segmented<View>
          aria-label={record.id}
          value={view}
          onChange={choose}
          options={VIEWS.map((one) => ({ value: one, label: t(`view.${one}`) }))}
        />
      </div>
      <div className={styles.stack}>
        <Part view={view} record={record} />
      </div>
    </>
  );
}

function Part({ view, record }: { view: View; record: RunRecord }) {
  switch (view) {
    case 'quality':
      return <QualityView record={record} />;
    case 'looks':
      return <LooksView record={record} />;
    case 'rules':
      return <RulesView record={record} />;
    case 'segments':
      return <SegmentsView record={record} />;
    case 'groups':
      return <GroupsView record={record} />;
    case 'drift':
      return <DriftView record={record} />;
    case 'card':
      return <CardView id={record.id} />;
  }
}

function Head({ record }: { record: RunRecord }) {
  const { t } = useTranslation('model');
  const pick = usePick();
  const { data: models } = useGet('/models');
  const { data: workspace } = useGet('/workspace');
  const listed = models?.items.find((model) => model.id === record.id);
  const { question, cutoffs } = record;
  const facts = [
    pick(record.churn),
    t('facts.horizon', { n: question.horizon_days }),
    question.gap_days > 0 && t('facts.gap', { n: question.gap_days }),
    t('facts.customers', { cutoffs: cutoffs.length, n: plain(cutoffs.reduce((sum, one) => sum + one.customers, 0)) }),
    t('facts.through', { day: day(record.through) }),
    t('facts.trained', { at: instant(record.created_at, workspace?.time_zone ?? 'UTC') }),
  ];
  return (
    <>
      <Link to="/models" className={styles.back}>
        <ArrowLeftOutlined aria-hidden="true" /> {t('back')}
      </Link>
      <PageTitle
        title={`${record.id} · ${pick(record.title)}`}
        hint={
          <span className={styles.facts}>
            {listed && <RoleTag role={listed.role} />}
            {facts.filter(Boolean).map((fact) => (
              <span key={String(fact)}>{fact}</span>
            ))}
          </span>
        }
        actions={models && <PromoteButton id={record.id} champion={models.champion} />}
      />
    </>
  );
}
