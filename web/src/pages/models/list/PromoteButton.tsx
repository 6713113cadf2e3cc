import { Button, Modal, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '@/api/client';
import { useWrite } from '@/api/use';
import { useMay } from '@/app/session';
import { useToast } from '@/components/Toast';

/** Puts a model to use, after saying what that changes. Nothing for the one in use. */
export function PromoteButton({ id, champion }: { id: string; champion: string | null }) {
  const { t } = useTranslation('models');
  const may = useMay('manage_models');
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const promote = useWrite('POST /models/{id}/promotion', ['/models', '/models/watch', '/workspace']);
  if (id === champion) return null;
  const confirm = () =>
    promote.mutate(
      { body: undefined, path: { id }, idempotencyKey: newIdempotencyKey() },
      {
        onSuccess: () => {
          toast.done(t('action.promoted', { id }));
          setAsking(false);
        },
        onError: toast.failed,
      },
    );
  return (
    <>
      <Tooltip title={may ? undefined : t('action.needs')}>
        <Button size="small" disabled={!may} onClick={() => setAsking(true)}>
          {t('action.promote')}
        </Button>
      </Tooltip>
      <Modal
        open={asking}
        title={t('action.promoteAsk', { id })}
        okText={t('action.promote')}
        confirmLoading={promote.isPending}
        onOk={confirm}
        onCancel={() => setAsking(false)}
      >
        <p>{champion ? t('action.promoteHint', { before: champion }) : t('action.promoteHintFirst')}</p>
      </Modal>
    </>
  );
}
