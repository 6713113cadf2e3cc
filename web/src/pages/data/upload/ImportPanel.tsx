import { useNavigate } from '@tanstack/react-router';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '@/api/client';
import type { Upload } from '@/api/data';
import { useGet, useWrite } from '@/api/use';
import { useMay } from '@/app/session';
import { QueryView } from '@/components/QueryView';
import { useToast } from '@/components/Toast';
import styles from '../data.module.css';
import { TrialResult } from './TrialResult';

interface Props {
  upload: Upload;
  /** A change is on its way: what was tried no longer holds. */
  settling: boolean;
}

/** The import, first dry, then for good. */
export function ImportPanel({ upload, settling }: Props) {
  const { t } = useTranslation('data');
  const ready = upload.becomes !== null && upload.becomes.unmapped.length === 0;
  const trial = useGet('/uploads/{id}/trial', { path: { id: upload.id } }, { enabled: ready && !settling });
  if (!ready) return <p className={styles.note}>{t('upload.notReady')}</p>;
  const report = trial.data?.report ?? null;
  const nothing = report !== null && report.rows_read === report.rows_rejected;
  const possible = trial.data !== undefined && trial.data.problems.length === 0 && !nothing;
  return (
    <div className={styles.stack} aria-busy={trial.isFetching || settling}>
      <QueryView query={trial} rows={3}>
        {(data) => <TrialResult trial={data} />}
      </QueryView>
      <Actions upload={upload} possible={possible && !trial.isFetching && !settling} />
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
      { body: { source_id: upload.becomes?.source ?? '' }, path, idempotencyKey: key },
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
