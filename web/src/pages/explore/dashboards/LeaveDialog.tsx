import { useBlocker } from '@tanstack/react-router';
import { Modal } from 'antd';
import { useTranslation } from 'react-i18next';

/** Asks before changes that are not saved are left behind; filters may change meanwhile. */
export function LeaveDialog({ unsaved }: { unsaved: boolean }) {
  const { t } = useTranslation('explore');
  const { proceed, reset, status } = useBlocker({
    shouldBlockFn: ({ current, next }) => unsaved && current.pathname !== next.pathname,
    enableBeforeUnload: () => unsaved,
    withResolver: true,
  });
  return (
    <Modal
      open={status === 'blocked'}
      title={t('dashboards.leave')}
      okText={t('dashboards.discard')}
      okButtonProps={{ danger: true }}
      cancelText={t('dashboards.stay')}
      onOk={proceed}
      onCancel={reset}
    >
      <p>{t('dashboards.leaveHint')}</p>
    </Modal>
  );
}
