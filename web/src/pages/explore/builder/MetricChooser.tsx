import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MetricListed } from '@/api/metric';
import { usePick } from '@/i18n/useLang';
import styles from '../explore.module.css';
import { matches } from './matches';

interface Props {
  id?: string;
  metrics: readonly MetricListed[];
  value: string | undefined;
  onChange: (metric: string) => void;
  placeholder?: string;
  /** Absent: one must be chosen. */
  onClear?: () => void;
}

/** A metric out of the catalogue, found by its name, its id or what it says, in either language. */
export function MetricChooser({ id, metrics, value, onChange, placeholder, onClear }: Props) {
  const { t } = useTranslation('explore');
  const pick = usePick();
  const byId = new Map(metrics.map((one) => [one.id, one]));
  const option = ({ id, name }: MetricListed) => ({ value: id, label: pick(name) });
  const groups = [
    { label: t('builder.own'), options: metrics.filter((one) => !one.built_in).map(option) },
    { label: t('builder.builtIn'), options: metrics.filter((one) => one.built_in).map(option) },
  ];
  return (
    <Select
      id={id}
      showSearch={{
        filterOption: (text, found) => {
          const metric = found && 'value' in found ? byId.get(String(found.value)) : undefined;
          return metric !== undefined && matches(metric, text);
        },
      }}
      allowClear={onClear !== undefined}
      onClear={onClear}
      value={value}
      placeholder={placeholder}
      onChange={(next: string | undefined) => next !== undefined && onChange(next)}
      options={groups.filter((group) => group.options.length > 0)}
      popupMatchSelectWidth={360}
      listHeight={420}
      optionRender={({ value: id, label }) => (
        <div className={styles.metric}>
          <span>{label}</span>
          <small>{pick(byId.get(String(id))?.definition)}</small>
        </div>
      )}
    />
  );
}
