import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '@/api/client';
import type { Job, JobOptions } from '@/api/types';
import { useWrite } from '@/api/use';
import { useMay } from '@/app/session';
import { useToast } from '@/components/Toast';

/** Starts work on models, for those who may. */
export function useStart(): {
  may: boolean;
  isPending: boolean;
  start: (kind: Job['kind'], options?: JobOptions, then?: () => void) => void;
} {
  const { t } = useTranslation('models');
  const toast = useToast();
  const may = useMay('manage_models');
  const post = useWrite('POST /jobs', ['/jobs']);
  return {
    may,
    isPending: post.isPending,
    start: (kind, options = {}, then) =>
      post.mutate(
        { body: { kind, options }, idempotencyKey: newIdempotencyKey() },
        {
          onSuccess: () => {
            toast.done(t('started', { kind: t(`job.kind.${kind}`, { ns: 'common' }) }));
            then?.();
          },
          onError: toast.failed,
        },
      ),
  };
}
