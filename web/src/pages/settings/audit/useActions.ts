import { useTranslation } from 'react-i18next';

/** What the words of the audit log are called; a word that is newer than this page stands for itself. */
export function useActions(): { actions: Record<string, string>; nameOf: (action: string) => string } {
  const { t } = useTranslation('settings');
  const actions: Record<string, string> = t('audit.words', { returnObjects: true });
  return { actions, nameOf: (action) => actions[action] ?? action };
}
