import { Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '@/components/Field';
import styles from '../explore.module.css';

/** Letters of a title at most. */
const TITLE_LENGTH = 120;

interface Props {
  heading: string;
  title?: string;
  shared?: boolean;
  busy: boolean;
  onSave: (named: { title: string; shared: boolean }) => void;
  onClose: () => void;
}

/** Asks for a title, and whether others may see it. */
export function NameDialog({ heading, title: first = '', shared: firstShared = false, busy, onSave, onClose }: Props) {
  const { t } = useTranslation('explore');
  const [title, setTitle] = useState(first);
  const [shared, setShared] = useState(firstShared);
  const ready = title.trim() !== '';
  const save = () => ready && onSave({ title: title.trim(), shared });
  return (
    <Modal
      open
      title={heading}
      okText={t('save.save')}
      okButtonProps={{ disabled: !ready }}
      confirmLoading={busy}
      onOk={save}
      onCancel={onClose}
    >
      <div className={styles.form}>
        <Field label={t('save.name')}>
          {(id) => (
            <Input
              id={id}
              autoFocus
              maxLength={TITLE_LENGTH}
              value={title}
              onChange={(event) => setTitle(event.target.value)}
              onPressEnter={save}
            />
          )}
        </Field>
        <Checkbox checked={shared} onChange={(event) => setShared(event.target.checked)}>
          {t('save.share')}
        </Checkbox>
      </div>
    </Modal>
  );
}
