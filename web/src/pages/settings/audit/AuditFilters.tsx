import { Button, DatePicker, Input } from 'antd';
import dayjs from 'dayjs';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingsSearch } from '../search';
import styles from '../settings.module.css';

type Filter = Pick<SettingsSearch, 'actor' | 'action' | 'from' | 'to'>;

/** Which entries are shown. */
export function AuditFilters({ value, onChange }: { value: Filter; onChange: (filter: Filter) => void }) {
  const { t } = useTranslation('settings');
  const id = useId();
  const set = (key: keyof Filter) => (event: { target: { value: string } }) =>
    onChange({ ...value, [key]: event.target.value || undefined });
  return (
    <div className={styles.filters} key={Object.values(value).every((each) => each === undefined) ? 'none' : 'some'}>
      {(['actor', 'action'] as const).map((key) => (
        <div key={key} className={styles.field}>
          <label htmlFor={`${id}-${key}`}>{t(`audit.${key}`)}</label>
          <Input
            id={`${id}-${key}`}
            size="small"
            defaultValue={value[key]}
            onBlur={set(key)}
            onPressEnter={(event) => event.currentTarget.blur()}
          />
        </div>
      ))}
      {(['from', 'to'] as const).map((key) => (
        <div key={key} className={styles.field}>
          <label htmlFor={`${id}-${key}`}>{t(`audit.${key}`)}</label>
          <DatePicker
            id={`${id}-${key}`}
            size="small"
            value={value[key] ? dayjs(value[key]) : null}
            onChange={(day) => onChange({ ...value, [key]: day?.format('YYYY-MM-DD') })}
          />
        </div>
      ))}
      <Button
        size="small"
        onClick={() => onChange({ actor: undefined, action: undefined, from: undefined, to: undefined })}
      >
        {t('audit.clear')}
      </Button>
    </div>
  );
}
