import { useTranslation } from 'react-i18next';
import { useToast } from '@/components/Toast';

/** Copies the address of the page for others; says so when it is of something that they cannot see. */
export function useCopyLink(saved?: { shared: boolean }): () => Promise<void> {
  const { t } = useTranslation('explore');
  const toast = useToast();
  return async () => {
    const address = window.location.href;
    try {
      await navigator.clipboard.writeText(address);
      toast.done(t(saved?.shared === false ? 'share.private' : 'share.copied'));
    } catch {
      toast.failed(new Error(t('share.failed', { address })));
    }
  };
}
