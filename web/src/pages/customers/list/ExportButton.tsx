import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Modal, Select, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustomerFilter } from '@/api/customers';
import { type ExportRequest, exportFile } from '@/api/download';
import { useMay } from '@/app/session';
import { saveBlob } from '@/charts/saveAs';
import { Field } from '@/components/Field';
import { useToast } from '@/components/Toast';
import styles from '../customers.module.css';

/** Takes out the customers of a filter, masked; says beforehand that it is written down. */
export function ExportButton({ filter }: { filter: CustomerFilter }) {
  const { t } = useTranslation('customers');
  const may = useMay('export');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Tooltip title={may ? undefined : t('export.needs')}>
        <Button icon={<DownloadOutlined />} disabled={!may} onClick={() => setOpen(true)}>
          {t('export.start')}
        </Button>
      </Tooltip>
      {open && <ExportDialog filter={filter} onClose={() => setOpen(false)} />}
    </>
  );
}

function ExportDialog({ filter, onClose }: { filter: CustomerFilter; onClose: () => void }) {
  const { t } = useTranslation('customers');
  const toast = useToast();
  const [format, setFormat] = useState<ExportRequest['format']>('xlsx');
  const [encoding, setEncoding] = useState<'utf8' | 'gb18030'>('utf8');
  const start = useMutation({
    mutationFn: () =>
      exportFile(
        { what: { kind: 'customers', filter }, format, ...(format === 'csv' && { encoding }) },
        `customers.${format}`,
      ),
    onSuccess: ({ blob, name }) => {
      saveBlob(blob, name);
      toast.done(t('export.done', { name }));
      onClose();
    },
    onError: toast.failed,
  });
  return (
    <Modal
      open
      title={t('export.title')}
      okText={t('export.start')}
      confirmLoading={start.isPending}
      onOk={() => start.mutate()}
      onCancel={onClose}
    >
      <div className={styles.form}>
        <p className="muted">{t('export.hint')}</p>
        <Field label={t('export.format')}>
          {(id) => (
            <Select
              id={id}
              value={format}
              onChange={setFormat}
              options={(['xlsx', 'csv', 'parquet'] as const).map((value) => ({ value, label: value.toUpperCase() }))}
            />
          )}
        </Field>
        {format === 'csv' && (
          <Field label={t('export.encoding')}>
            {(id) => (
              <Select
                id={id}
                value={encoding}
                onChange={setEncoding}
                options={(['utf8', 'gb18030'] as const).map((value) => ({ value, label: t(`export.${value}`) }))}
              />
            )}
          </Field>
        )}
      </div>
    </Modal>
  );
}
