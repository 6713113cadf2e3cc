import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Grain } from '@/api/metric';
import { usePhone } from '@/app/appearance';
import { Field } from '@/components/Field';
import { GRAINS } from '@/format/period';
import { DefinitionChooser } from '@/question/DefinitionChooser';
import { ConditionFields } from '../builder/ConditionFields';
import explore from '../explore.module.css';
import styles from './dashboards.module.css';
import type { DashboardSearch } from './search';

interface Props {
  where: string[];
  period: Grain | undefined;
  definition: string | undefined;
  onWhere: (where: string[]) => void;
  onChange: (next: Partial<DashboardSearch>) => void;
}

/** The filters of a dashboard: they apply to everything on it. Folded away on a phone, where they would fill the screen. */
export function FilterBar(props: Props) {
  const { t } = useTranslation('explore');
  const phone = usePhone();
  if (!phone) return <Filters {...props} />;
  return (
    <details className={explore.fold}>
      <summary>{t('dashboards.filters', { n: props.where.length })}</summary>
      <Filters {...props} />
    </details>
  );
}

function Filters({ where, period, definition, onWhere, onChange }: Props) {
  const { t } = useTranslation('explore');
  return (
    <div className={styles.filters}>
      <ConditionFields where={where} onChange={onWhere} />
      <Field label={t('builder.grain')}>
        {(id) => (
          <Select
            id={id}
            allowClear
            value={period}
            placeholder={t('dashboards.ownGrain')}
            onChange={(next: Grain | undefined) => onChange({ period: next })}
            options={GRAINS.map((value) => ({ value, label: t(`grain.${value}`) }))}
          />
        )}
      </Field>
      <DefinitionChooser value={definition} onChange={(next) => onChange({ definition: next })} />
    </div>
  );
}
