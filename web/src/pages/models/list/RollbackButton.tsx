import { RollbackOutlined } from '@ant-design/icons';
import { Button, Modal, Tooltip } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { newIdempotencyKey } from '@/api/client';
import { useGet, useWrite } from '@/api/use';
import { useMay } from '@/app/session';
import { useToast } from '@/components/Toast';

/** Goes back to the model that was in use before. */
export function RollbackButton() {
  const { t } = useTranslation('models');
  const may = useMay('manage_models');
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const { data: models } = useGet('/models');
  const rollback = useWrite('POST /models/rollback', ['/models', '/models/watch', '/workspace']);
  if (models === undefined || models.champion === null || models.items.length < 2) return null;
  const confirm = () =>
    rollback.mutate(
      { body: undefined, idempotencyKey: newIdempotencyKey() },
      {
        onSuccess: () => {
          toast.done(t('action.rolledBack'));
          setAsking(false);
        },
        onError: toast.failed,
      },
    );
  return (
    <>
      <Tooltip title={may ? undefined : t('action.needs')}>
        <Button icon={<RollbackOutlined />} disabled={!may} onClick={() => setAsking(true)}>
          {t('action.rollback')}
        </Button>
      </Tooltip>
      <Modal
        open={asking}
        title={t('action.rollbackAsk')}
        okText={t('action.rollback')}
        confirmLoading={rollback.isPending}
        onOk={confirm}
        onCancel={() => setAsking(false)}
      >
        <p>{t('action.rollbackHint', { id: models.champion })}</p>
      </Modal>
    </>
  );
}
