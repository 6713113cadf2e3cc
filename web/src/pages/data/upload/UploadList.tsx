import { Link } from '@tanstack/react-router';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import type { UploadBrief } from '@/api/data';
import { useGet, useWrite } from '@/api/use';
import { useMay } from '@/app/session';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { useToast } from '@/components/Toast';
import { bytes } from '@/format/number';
import { instant } from '@/format/time';
import styles from '../data.module.css';
import { useZone } from '../useZone';
import own from './upload.module.css';

/** Files that were brought and not imported yet. */
export function UploadList() {
  const { t } = useTranslation('data');
  const may = useMay('manage_data');
  const query = useGet('/uploads', {}, { enabled: may });
  if (!may) return null;
  return (
    <QueryView query={query} rows={2}>
      {({ items }) =>
        items.length === 0 ? (
          <p className={styles.note}>{t('upload.none')}</p>
        ) : (
          <Panel title={t('upload.drafts')} hint={t('upload.draftsHint')}>
            <ul className={own.files}>
              {items.map((upload) => (
                <UploadLine key={upload.id} upload={upload} />
              ))}
            </ul>
          </Panel>
        )
      }
    </QueryView>
  );
}

function UploadLine({ upload }: { upload: UploadBrief }) {
  const { t } = useTranslation('data');
  const zone = useZone();
  const may = useMay('manage_data');
  const toast = useToast();
  const remove = useWrite('DELETE /uploads/{id}', ['/uploads']);
  return (
    <li className={own.file}>
      <div className={own.fileMain}>
        <Link
          to="/data/$section"
          params={{ section: 'upload' }}
          search={{ upload: upload.id }}
          className={own.fileName}
        >
          {upload.file}
        </Link>
        <span className="muted num">{bytes(upload.bytes)}</span>
        <span className="muted num">{instant(upload.created_at, zone)}</span>
        <Popconfirm
          title={t('upload.removeSure', { file: upload.file })}
          okButtonProps={{ danger: true }}
          onConfirm={() =>
            remove.mutate({ body: undefined, path: { id: upload.id } }, { onError: (error) => toast.failed(error) })
          }
        >
          <Button size="small" type="text" danger disabled={!may} loading={remove.isPending}>
            {t('upload.remove')}
          </Button>
        </Popconfirm>
      </div>
    </li>
  );
}
