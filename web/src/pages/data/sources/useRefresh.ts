import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '@/api/client';
import { useWrite } from '@/api/use';
import { useMay } from '@/app/session';
import { useToast } from '@/components/Toast';

/** Reads sources anew as a job. */
export function useRefresh() {
  const { t } = useTranslation('data');
  const { t: common } = useTranslation();
  const may = useMay('manage_data');
  const toast = useToast();
  const write = useWrite('POST /jobs', ['/jobs']);
  const refresh = (source?: string) =>
    write.mutate(
      {
        body: { kind: 'refresh', options: source === undefined ? {} : { source } },
        idempotencyKey: newIdempotencyKey(),
      },
      { onSuccess: () => toast.done(t('sources.begun')), onError: (error) => toast.failed(error) },
    );
  return {
    refresh,
    pending: write.isPending,
    disabledBecause: may
      ? undefined
      : common('state.noPermissionHint', { permission: common('permission.manage_data') }),
  };
}
