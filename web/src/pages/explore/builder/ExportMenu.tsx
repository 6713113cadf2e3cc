import { DownloadOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type ExportRequest, exportFile } from '@/api/download';
import { useMay } from '@/app/session';
import { saveBlob } from '@/charts/saveAs';
import { MenuButton } from '@/components/MenuButton';
import { useToast } from '@/components/Toast';
import type { FullQuestion } from '../answer/useAnswer';

type Form = Pick<ExportRequest, 'format' | 'encoding'>;
const FORMS: readonly (Form & { key: 'xlsx' | 'csv' | 'gb18030' | 'parquet' })[] = [
  { key: 'xlsx', format: 'xlsx' },
  { key: 'csv', format: 'csv', encoding: 'utf8' },
  { key: 'gb18030', format: 'csv', encoding: 'gb18030' },
  { key: 'parquet', format: 'parquet' },
];

/** Takes out the answer as a file; the server writes down who did. */
export function ExportMenu({ question }: { question: FullQuestion }) {
  const { t } = useTranslation('explore');
  const toast = useToast();
  const may = useMay('export');
  const { metric, ...params } = question;
  const start = useMutation({
    mutationFn: ({ format, encoding }: Form) =>
      exportFile({ what: { kind: 'metric', id: metric, params }, format, encoding }, `${metric}.${format}`),
    onSuccess: ({ blob, name }) => {
      saveBlob(blob, name);
      toast.done(t('export.done', { name }));
    },
    onError: toast.failed,
  });
  return (
    <MenuButton
      button={{
        icon: <DownloadOutlined />,
        loading: start.isPending,
        disabled: !may,
        title: may ? undefined : t('export.needs'),
        children: t('export.start'),
      }}
      entries={FORMS.map((form) => ({
        key: form.key,
        label: t(`export.${form.key}`),
        onChoose: () => start.mutate({ format: form.format, encoding: form.encoding }),
      }))}
    />
  );
}
