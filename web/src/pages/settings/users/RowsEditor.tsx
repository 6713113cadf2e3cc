import { Select } from 'antd';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowPermission } from '@/api/types';
import { useGet } from '@/api/use';
import { DIMENSIONS, withValues } from '../data';
import styles from '../settings.module.css';

interface Props {
  rows: RowPermission[];
  onChange: (rows: RowPermission[]) => void;
  /** Whether the user has the role of an agent. */
  agent: boolean;
}

/** Which rows somebody may see, by region, channel and owner. */
export function RowsEditor({ rows, onChange, agent }: Props) {
  const { t } = useTranslation('settings');
  const id = useId();
  const { data: workspace } = useGet('/workspace');
  const known = (dimension: string) =>
    (workspace?.dimensions.find((each) => each.id === dimension)?.values ?? []).filter((value) => value !== null);
  return (
    <fieldset className={styles.field}>
      <legend>{t('users.rows')}</legend>
      <span className={styles.small}>{t('users.rowsHint')}</span>
      {DIMENSIONS.map((dimension) => (
        <div key={dimension} className={styles.field}>
          <label htmlFor={`${id}-${dimension}`} className={styles.small}>
            {t(`users.dimension.${dimension}`)}
          </label>
          <Select
            id={`${id}-${dimension}`}
            mode="tags"
            value={rows.find((row) => row.dimension === dimension)?.values ?? []}
            placeholder={t('users.rowsEmpty')}
            options={known(dimension).map((value) => ({ value, label: value }))}
            onChange={(values: string[]) => onChange(withValues(rows, dimension, values))}
          />
        </div>
      ))}
      {agent && <span className={styles.small}>{t('users.agentRows')}</span>}
    </fieldset>
  );
}
