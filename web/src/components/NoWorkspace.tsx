import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './EmptyState';

/** Before anything was imported. */
export function NoWorkspace() {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t('state.noWorkspace')}
      hint={t('state.noWorkspaceHint')}
      action={<Link to="/data">{t('state.toData')}</Link>}
    />
  );
}
