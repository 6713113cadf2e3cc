import { CloudUploadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bytes } from '@/format/number';
import styles from '../data.module.css';

/** Endings that a file chooser offers. */
const ACCEPT = '.csv,.tsv,.txt,.xlsx,.xlsm,.parquet,.pq,.jsonl,.ndjson';

interface Props {
  limit: number | undefined;
  /** Why nothing can be uploaded; absent: it can. */
  disabledBecause?: string;
  onFiles: (files: File[]) => void;
}

/** Where files are dropped or chosen. Says before how large they may be. */
export function DropZone({ limit, disabledBecause, onFiles }: Props) {
  const { t } = useTranslation('data');
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const disabled = disabledBecause !== undefined;
  const drag = (event: DragEvent) => {
    event.preventDefault();
    setOver(event.type === 'dragover' && !disabled);
  };
  const drop = (event: DragEvent) => {
    drag(event);
    if (!disabled) onFiles([...event.dataTransfer.files]);
  };
  return (
    <section
      className={styles.drop}
      aria-label={t('upload.zone')}
      data-over={over}
      onDragOver={drag}
      onDragLeave={drag}
      onDrop={drop}
    >
      <CloudUploadOutlined className={styles.dropIcon} aria-hidden="true" />
      <p className={styles.dropTitle}>{t('upload.drop')}</p>
      <p className={styles.dropHint}>
        {t('upload.kinds')}
        <br />
        {limit !== undefined && t('upload.limit', { size: bytes(limit) })}
      </p>
      <Button type="primary" disabled={disabled} title={disabledBecause} onClick={() => input.current?.click()}>
        {t('upload.choose')}
      </Button>
      {disabledBecause && <p className={styles.dropHint}>{disabledBecause}</p>}
      <input
        ref={input}
        type="file"
        multiple
        hidden
        accept={ACCEPT}
        data-testid="file-input"
        aria-label={t('upload.choose')}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </section>
  );
}
