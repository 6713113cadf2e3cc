import { useTranslation } from 'react-i18next';
import { useToast } from '@/components/Toast';

/** Copies the address of the page, or one below this server, for whoever may see it too. */
export function useCopyLink(): (path?: string) => Promise<void> {
  const { t } = useTranslation('explore');
  const toast = useToast();
  return async (path) => {
    const address = path === undefined ? window.location.href : new URL(path, window.location.origin).href;
    try {
      await navigator.clipboard.writeText(address);
      toast.done(t('share.copied'));
    } catch {
      toast.failed(new Error(t('share.failed', { address })));
    }
  };
}
