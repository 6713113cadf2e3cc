import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ExportRequest, exportFile } from '@/api/download';
import { useMay } from '@/app/session';
import { saveBlob } from '@/charts/saveAs';
import { MenuButton } from '@/components/MenuButton';
import { useToast } from '@/components/Toast';

type As = Pick<ExportRequest, 'format' | 'encoding'>;

/** Files that can be made. UTF-8 carries a byte-order mark, so that spreadsheets read it right; older ones want GB18030. */
const KINDS: { id: 'xlsx' | 'csvUtf8' | 'csvGb' | 'parquet'; as: As }[] = [
  { id: 'xlsx', as: { format: 'xlsx' } },
  { id: 'csvUtf8', as: { format: 'csv', encoding: 'utf8' } },
  { id: 'csvGb', as: { format: 'csv', encoding: 'gb18030' } },
  { id: 'parquet', as: { format: 'parquet' } },
];

/** Takes out all rows of the query, not only those that are shown. */
export function ExportMenu({ query }: { query: string }) {
  const { t } = useTranslation('sql');
  const { t: common } = useTranslation();
  const may = useMay('export');
  const toast = useToast();
  const make = useMutation({
    mutationFn: (as: As) => exportFile({ what: { kind: 'sql', query }, ...as }, `holdfast-sql.${as.format}`),
    onSuccess: (file) => saveBlob(file.blob, file.name),
    onError: (error) => toast.failed(error),
  });
  const disabledBecause = may
    ? undefined
    : common('state.noPermissionHint', { permission: common('permission.export') });
  return (
    <MenuButton
      entries={KINDS.map(({ id, as }) => ({
        key: id,
        label: t(`export.${id}`),
        disabledBecause,
        onChoose: () => make.mutate(as),
      }))}
      button={{
        icon: <DownloadOutlined />,
        loading: make.isPending,
        disabled: query.trim() === '',
        children: common('action.export'),
      }}
    />
  );
}
