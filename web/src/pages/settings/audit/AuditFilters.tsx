import { Button, DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingsSearch } from '../search';
import styles from '../settings.module.css';
import { useActions } from './useActions';

type Filter = Pick<SettingsSearch, 'actor' | 'action' | 'from' | 'to'>;

/** Which entries are shown. */
export function AuditFilters({ value, onChange }: { value: Filter; onChange: (filter: Filter) => void }) {
  const { t } = useTranslation('settings');
  const id = useId();
  const { actions } = useActions();
  const [typed, setTyped] = useState(value.actor ?? '');
  useEffect(() => setTyped(value.actor ?? ''), [value.actor]);
  const ask = () => onChange({ ...value, actor: typed.trim() || undefined });
  return (
    <div className={styles.filters}>
      <div className={styles.field}>
        <label htmlFor={`${id}-actor`}>{t('audit.actor')}</label>
        <Input
          id={`${id}-actor`}
          size="small"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={ask}
          onPressEnter={ask}
        />
      </div>
      <div className={styles.field}>
        <label htmlFor={`${id}-action`}>{t('audit.action')}</label>
        <Select
          id={`${id}-action`}
          size="small"
          className={styles.search}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={value.action}
          options={Object.entries(actions).map(([action, label]) => ({ value: action, label }))}
          onChange={(action?: string) => onChange({ ...value, action })}
        />
      </div>
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
        onClick={() => {
          setTyped('');
          onChange({ actor: undefined, action: undefined, from: undefined, to: undefined });
        }}
      >
        {t('audit.clear')}
      </Button>
    </div>
  );
}
