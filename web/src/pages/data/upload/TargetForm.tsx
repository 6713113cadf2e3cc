import { Alert, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Upload, UploadChange } from '@/api/data';
import { Field } from '@/components/Field';
import { usePick } from '@/i18n/useLang';
import styles from '../data.module.css';
import { isSourceName } from './data';

interface Props {
  upload: Upload;
  change: (change: UploadChange) => void;
  disabled: boolean;
}

/** What one row of the file is, and the source that it becomes or joins. */
export function TargetForm({ upload, change, disabled }: Props) {
  const { t } = useTranslation('data');
  const pick = usePick();
  return (
    <div className={styles.stack}>
      {upload.unusable && (
        <Alert type="warning" showIcon title={pick(upload.unusable)} description={t('upload.unusable')} />
      )}
      <Radio.Group
        className={styles.choices}
        value={upload.table}
        disabled={disabled || upload.joins}
        aria-label={t('upload.table')}
        onChange={(event) => change({ table: event.target.value as string })}
      >
        {upload.tables.map((table) => (
          <Radio key={table.id} value={table.id} className={styles.choice}>
            <span>{pick(table.label)}</span> <code className="muted">{table.id}</code>
          </Radio>
        ))}
      </Radio.Group>
      <div className={styles.form}>
        {upload.fitting_sources.length > 0 && (
          <Field label={t('upload.joins')}>
            {(id) => (
              <Select
                id={id}
                value={upload.joins ? upload.source_id : ''}
                disabled={disabled}
                popupMatchSelectWidth={false}
                options={[
                  { value: '', label: t('upload.joinsNone') },
                  ...upload.fitting_sources.map((name) => ({ value: name, label: name })),
                ]}
                onChange={(source) => change({ source })}
              />
            )}
          </Field>
        )}
        {upload.source_id !== null && !upload.joins && (
          <SourceName
            key={upload.source_id}
            name={upload.source_id}
            disabled={disabled}
            onName={(source) => change({ source })}
          />
        )}
      </div>
    </div>
  );
}

interface NameProps {
  name: string;
  disabled: boolean;
  onName: (name: string) => void;
}

function SourceName({ name, disabled, onName }: NameProps) {
  const { t } = useTranslation('data');
  const [text, setText] = useState(name);
  const good = isSourceName(text);
  const settle = () => {
    if (good && text !== name) onName(text);
  };
  return (
    <Field label={t('upload.sourceName')} hint={t('upload.sourceNameRule')} wrong={!good}>
      {(id) => (
        <Input
          id={id}
          value={text}
          disabled={disabled}
          status={good ? undefined : 'error'}
          aria-invalid={!good}
          maxLength={64}
          onChange={(event) => setText(event.target.value)}
          onBlur={settle}
          onPressEnter={settle}
        />
      )}
    </Field>
  );
}
