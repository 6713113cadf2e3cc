import { ArrowLeftOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Upload, UploadChange } from '@/api/data';
import { useMay } from '@/app/session';
import { Panel } from '@/components/Panel';
import { QueryView } from '@/components/QueryView';
import { bytes, plain } from '@/format/number';
import { usePick } from '@/i18n/useLang';
import styles from '../data.module.css';
import { ImportPanel } from './ImportPanel';
import { MappingTable } from './MappingTable';
import { PreviewRows } from './PreviewRows';
import { ReadingForm } from './ReadingForm';
import { TargetForm } from './TargetForm';
import { useUpload } from './useUpload';

/** One file: how it is read, what it becomes, which column goes where, what an import would do. */
export function UploadDetail({ id }: { id: string }) {
  const { t } = useTranslation('data');
  const { query, change, changing } = useUpload(id);
  return (
    <div className={styles.stack}>
      <Link to="/data/$section" params={{ section: 'upload' }} search={{}} className={styles.back}>
        <ArrowLeftOutlined aria-hidden="true" /> {t('upload.all')}
      </Link>
      <QueryView query={query}>
        {(upload) => <Steps key={upload.id} upload={upload} change={change} changing={changing} />}
      </QueryView>
    </div>
  );
}

interface StepsProps {
  upload: Upload;
  change: (change: UploadChange) => void;
  changing: boolean;
}

function Steps({ upload, change, changing }: StepsProps) {
  const { t } = useTranslation('data');
  const pick = usePick();
  const may = useMay('manage_data');
  const rows = upload.row_count === null ? t('upload.rowsUnknown') : t('upload.rows', { n: plain(upload.row_count) });
  const disabled = changing || !may;
  return (
    <>
      <Panel
        title={`1 · ${t('upload.reading')}`}
        hint={
          <>
            <strong>{upload.file}</strong> · {bytes(upload.bytes)} · {rows} ·{' '}
            {t('upload.columns', { n: upload.columns.length })}
          </>
        }
      >
        <ReadingForm upload={upload} change={change} disabled={disabled} />
        {upload.notes.map((note) => (
          <p key={note.en} className={styles.note}>
            {pick(note)}
          </p>
        ))}
        <PreviewRows upload={upload} busy={changing} />
      </Panel>
      <Panel title={`2 · ${t('upload.target')}`} hint={pick(upload.why) || undefined}>
        <TargetForm upload={upload} change={change} disabled={disabled} />
      </Panel>
      {upload.mapping && (
        <Panel
          title={`3 · ${t('upload.mapping')}`}
          hint={t(upload.joins ? 'upload.mappingJoins' : 'upload.mappingHint')}
          flush
        >
          <MappingTable upload={upload} change={change} disabled={disabled || upload.joins} />
        </Panel>
      )}
      <Panel title={`4 · ${t('upload.trial')}`} hint={t('upload.trialHint')}>
        <ImportPanel upload={upload} changing={changing} onTry={() => change({})} />
      </Panel>
    </>
  );
}
