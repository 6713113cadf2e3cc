import { CompassOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './EmptyState';

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <EmptyState
      level={1}
      icon={<CompassOutlined />}
      title={t('state.notFound')}
      hint={t('state.notFoundHint')}
      action={<Link to="/">{t('state.back')}</Link>}
    />
  );
}
