import { InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { Field } from '@/components/Field';
import { usePick } from '@/i18n/useLang';
import styles from '../models.module.css';
import { useStart } from './useStart';

const MINUTES = { usual: 10, most: 240 };
const MOST_DAYS = 730;

/** Asks for what a training may be told; what is left out comes from the workspace. */
export function TrainDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('models');
  const pick = usePick();
  const { data: workspace } = useGet('/workspace');
  const { start, isPending } = useStart();
  const [definition, setDefinition] = useState<string>();
  const [horizon, setHorizon] = useState<number | null>(null);
  const [minutes, setMinutes] = useState<number | null>(MINUTES.usual);
  const options = {
    ...(definition && { definition }),
    ...(horizon !== null && { horizon_days: horizon }),
    ...(minutes !== null && { minutes }),
  };
  return (
    <Modal
      open
      title={t('action.trainAsk')}
      okText={t('action.start')}
      confirmLoading={isPending}
      onOk={() => start('train', options, onClose)}
      onCancel={onClose}
    >
      <div className={styles.form}>
        <p className="muted">{t('action.trainHint')}</p>
        <Field label={t('action.definition')}>
          {(id) => (
            <Select
              id={id}
              allowClear
              placeholder={t('action.usual')}
              value={definition}
              onChange={setDefinition}
              options={workspace?.definitions.map(({ id: value, sentence }) => ({ value, label: pick(sentence) }))}
            />
          )}
        </Field>
        <Field label={t('action.horizon')}>
          {(id) => (
            <InputNumber
              id={id}
              className={styles.wide}
              min={1}
              max={MOST_DAYS}
              precision={0}
              placeholder={t('action.usual')}
              value={horizon}
              onChange={setHorizon}
            />
          )}
        </Field>
        <Field label={t('action.minutes')}>
          {(id) => (
            <InputNumber
              id={id}
              className={styles.wide}
              min={1}
              max={MINUTES.most}
              value={minutes}
              onChange={setMinutes}
            />
          )}
        </Field>
        <p className={styles.hint}>{t('action.minutesHint')}</p>
      </div>
    </Modal>
  );
}
