import { useTranslation } from 'react-i18next';
import { copyText } from '@/components/copyText';
import { useToast } from '@/components/Toast';

/** Copies the address of the page for others; says so when it is of something that they cannot see. */
export function useCopyLink(saved?: { shared: boolean }): () => Promise<void> {
  const { t } = useTranslation('explore');
  const toast = useToast();
  return async () => {
    const address = window.location.href;
    if (await copyText(address)) toast.done(t(saved?.shared === false ? 'share.private' : 'share.copied'));
    else toast.refused(t('share.failed', { address }));
  };
}
