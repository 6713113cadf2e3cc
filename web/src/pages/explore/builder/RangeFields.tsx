import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Grain } from '@/api/metric';
import { useGet } from '@/api/use';
import { Field } from '@/components/Field';
import { labelsBetween } from '@/format/period';
import styles from '../explore.module.css';

interface Props {
  grain: Grain;
  from: string | undefined;
  to: string | undefined;
  onChange: (range: { from?: string; to?: string }) => void;
}

/** The first and the last period. */
export function RangeFields({ grain, from, to, onChange }: Props) {
  const { t } = useTranslation('explore');
  const { data: workspace } = useGet('/workspace');
  const through = workspace?.freshness.through;
  const labels = through ? labelsBetween(workspace?.first_day ?? through, through, grain) : [];
  const optionsOf = (possible: string[]) => possible.map((value) => ({ value, label: value }));
  return (
    <div className={styles.range}>
      <Field label={t('builder.from')}>
        {(id) => (
          <Select
            id={id}
            allowClear
            showSearch
            value={from}
            placeholder={t('builder.fromFirst')}
            onChange={(next: string | undefined) => onChange({ from: next })}
            options={optionsOf(labels.filter((label) => to === undefined || label <= to))}
          />
        )}
      </Field>
      <Field label={t('builder.to')}>
        {(id) => (
          <Select
            id={id}
            allowClear
            showSearch
            value={to}
            placeholder={t('builder.toLast')}
            onChange={(next: string | undefined) => onChange({ to: next })}
            options={optionsOf(labels.filter((label) => from === undefined || label >= from))}
          />
        )}
      </Field>
    </div>
  );
}
