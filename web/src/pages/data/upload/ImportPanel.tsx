import { useNavigate } from '@tanstack/react-router';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '@/api/client';
import type { Upload } from '@/api/data';
import { useWrite } from '@/api/use';
import { useMay } from '@/app/session';
import { useToast } from '@/components/Toast';
import styles from '../data.module.css';
import { TrialResult } from './TrialResult';

interface Props {
  upload: Upload;
  /** A change is on its way: what was tried no longer holds. */
  changing: boolean;
  onTry: () => void;
}

/** The import, first dry, then for good. */
export function ImportPanel({ upload, changing, onTry }: Props) {
  const { t } = useTranslation('data');
  const { trial } = upload;
  const ready = upload.mapping !== null && upload.unmapped.length === 0;
  const possible = ready && trial !== null && trial.blocking.length === 0 && trial.accepted > 0;
  return (
    <div className={styles.stack} aria-busy={changing}>
      {!ready && <p className={styles.note}>{t('upload.notReady')}</p>}
      {ready && trial !== null && <TrialResult trial={trial} />}
      {ready && trial === null && (
        <div className={styles.actions}>
          <span className={styles.note}>{t('upload.large')}</span>
          <Button loading={changing} onClick={onTry}>
            {t('upload.try')}
          </Button>
        </div>
      )}
      <Actions upload={upload} possible={possible && !changing} />
    </div>
  );
}

function Actions({ upload, possible }: { upload: Upload; possible: boolean }) {
  const { t } = useTranslation('data');
  const navigate = useNavigate();
  const toast = useToast();
  const may = useMay('manage_data');
  const [key] = useState(newIdempotencyKey);
  const start = useWrite('POST /uploads/{id}/import', ['/uploads', '/jobs']);
  const remove = useWrite('DELETE /uploads/{id}', ['/uploads']);
  const path = { id: upload.id };
  const begin = () =>
    start.mutate(
      { body: { source_id: upload.source_id ?? undefined }, path, idempotencyKey: key },
      {
        onSuccess: (job) => navigate({ to: '/data/$section', params: { section: 'upload' }, search: { job: job.id } }),
        onError: (error) => toast.failed(error),
      },
    );
  const drop = () =>
    remove.mutate(
      { body: undefined, path },
      {
        onSuccess: () => navigate({ to: '/data/$section', params: { section: 'upload' }, search: {} }),
        onError: (error) => toast.failed(error),
      },
    );
  return (
    <div className={styles.actions}>
      <Button type="primary" disabled={!possible || !may} loading={start.isPending} onClick={begin}>
        {t('upload.import')}
      </Button>
      <Popconfirm
        title={t('upload.removeSure', { file: upload.file })}
        okButtonProps={{ danger: true }}
        onConfirm={drop}
      >
        <Button disabled={!may || start.isPending} loading={remove.isPending}>
          {t('upload.remove')}
        </Button>
      </Popconfirm>
    </div>
  );
}
