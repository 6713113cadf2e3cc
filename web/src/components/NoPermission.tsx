import { LockOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Permission } from '@/api/types';
import { useMay } from '@/app/session';
import { EmptyState } from './EmptyState';

/** Says which permission is missing. */
export function NoPermission({ permission }: { permission: Permission }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      level={1}
      icon={<LockOutlined />}
      title={t('state.noPermission')}
      hint={t('state.noPermissionHint', { permission: t(`permission.${permission}`) })}
    />
  );
}

/** Shows its content only to those who may see it. */
export function Guarded({ permission, children }: { permission: Permission; children: ReactNode }) {
  return useMay(permission) ? children : <NoPermission permission={permission} />;
}
