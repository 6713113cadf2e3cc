import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';

interface Props {
  title: string;
  busy: boolean;
  /** Shows what is there now and gives up one's own change. */
  onTheirs: () => void;
  /** Saves one's own change over what is there now. */
  onMine: () => void;
  /** Keeps both. */
  onCopy: () => void;
  onClose: () => void;
}

/** Something was changed elsewhere while it was edited here: nothing is lost without being asked. */
export function ConflictDialog({ title, busy, onTheirs, onMine, onCopy, onClose }: Props) {
  const { t } = useTranslation('explore');
  return (
    <Modal
      open
      title={t('conflict.title', { title })}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onTheirs}>{t('conflict.theirs')}</Button>
          <Button danger loading={busy} onClick={onMine}>
            {t('conflict.mine')}
          </Button>
          <Button type="primary" onClick={onCopy}>
            {t('conflict.copy')}
          </Button>
        </>
      }
    >
      <p>{t('conflict.hint')}</p>
    </Modal>
  );
}
