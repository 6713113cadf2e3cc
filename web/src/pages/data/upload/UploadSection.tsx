import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { useMay } from '@/app/session';
import { bytes } from '@/format/number';
import styles from '../data.module.css';
import { DropZone } from './DropZone';
import { fitting } from './data';
import { ImportProgress } from './ImportProgress';
import { SendingList } from './SendingList';
import { UploadDetail } from './UploadDetail';
import { UploadList } from './UploadList';
import { useSending } from './useSending';

/** Files are brought here, looked at, mapped, tried and imported. */
export default function UploadSection() {
  const { t } = useTranslation('data');
  const { t: common } = useTranslation();
  const may = useMay('manage_data');
  const { upload, job } = useSearch({ from: '/shell/data/$section' });
  const navigate = useNavigate();
  const { data: uploads } = useGet('/uploads', {}, { enabled: may });
  const [tooLarge, setTooLarge] = useState<File[]>([]);
  const { sending, send, cancel, dismiss } = useSending((done, alone) => {
    if (alone) void navigate({ to: '/data/$section', params: { section: 'upload' }, search: { upload: done.id } });
  });
  const limit = uploads?.limit_bytes;
  const take = (files: File[]) => {
    const { fit, large } = fitting(files, limit ?? Number.POSITIVE_INFINITY);
    setTooLarge(large);
    if (fit.length > 0) send(fit);
  };
  const disabledBecause = may
    ? undefined
    : common('state.noPermissionHint', { permission: common('permission.manage_data') });
  if (job !== undefined) return <ImportProgress key={job} id={job} />;
  if (upload !== undefined) return <UploadDetail key={upload} id={upload} />;
  return (
    <div className={styles.stack}>
      <DropZone limit={limit} disabledBecause={disabledBecause} onFiles={take} />
      {tooLarge.length > 0 && (
        <ul role="alert" className={styles.bad}>
          {tooLarge.map((file) => (
            <li key={file.name}>
              {t('upload.tooLarge', { file: file.name, size: bytes(file.size), limit: bytes(limit ?? 0) })}
            </li>
          ))}
        </ul>
      )}
      <SendingList sending={sending} onCancel={cancel} onDismiss={dismiss} />
      <UploadList />
    </div>
  );
}
