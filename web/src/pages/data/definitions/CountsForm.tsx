import { Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Counts } from '@/api/data';
import { Field } from '@/components/Field';
import { plain } from '@/format/number';
import styles from '../data.module.css';
import { useEventKinds } from './useEventKinds';

interface Props {
  counts: Counts;
  disabled: boolean;
  onChange: (counts: Counts) => void;
}

/** Which events count as activity. Kinds come from the data; others can be typed. */
export function CountsForm({ counts, disabled, onChange }: Props) {
  const { t } = useTranslation('data');
  const kinds = useEventKinds();
  const options = kinds.map(({ kind, rows }) => ({ value: kind, label: `${kind} (${plain(rows)})` }));
  return (
    <div className={styles.form}>
      {(['kinds', 'not_kinds'] as const).map((key) => (
        <Field key={key} label={t(`definitions.${key}`)}>
          {(id) => (
            <Select
              id={id}
              mode="tags"
              value={counts[key] ?? []}
              disabled={disabled}
              options={options}
              placeholder={t(`definitions.${key}None`)}
              onChange={(value: string[]) => onChange({ ...counts, [key]: value })}
            />
          )}
        </Field>
      ))}
      <Field label={t('definitions.refunds')} hint={t('definitions.refundsHint')}>
        {(id) => (
          <span>
            <Switch
              id={id}
              checked={counts.refunds ?? false}
              disabled={disabled}
              onChange={(refunds) => onChange({ ...counts, refunds })}
            />
          </span>
        )}
      </Field>
    </div>
  );
}
