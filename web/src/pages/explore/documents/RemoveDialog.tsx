import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';

interface Props {
  title: string;
  hint?: string;
  busy: boolean;
  onRemove: () => void;
  onClose: () => void;
}

/** Asks before something is deleted. */
export function RemoveDialog({ title, hint, busy, onRemove, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      open
      title={title}
      okText={t('action.delete')}
      okButtonProps={{ danger: true }}
      confirmLoading={busy}
      onOk={onRemove}
      onCancel={onClose}
    >
      {hint && <p>{hint}</p>}
    </Modal>
  );
}
