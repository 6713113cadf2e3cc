import { UserOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dropdown, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { keepCsrf, write } from '@/api/client';
import { useAppearance, usePhone } from '@/app/appearance';
import { sessionQuery, useMe } from '@/app/session';
import { usePreferences } from './usePreferences';

/** Who is signed in, and what one does with an account. */
export function UserMenu() {
  const { t } = useTranslation();
  const { user } = useMe();
  const { theme } = useAppearance();
  const phone = usePhone();
  const prefer = usePreferences();
  const navigate = useNavigate();
  const signOut = useSignOut();
  const items: MenuProps['items'] = [
    {
      key: 'who',
      type: 'group',
      label: `${user.login} · ${user.roles.map((role) => t(`role.${role}`)).join(t('list.comma'))}`,
    },
    {
      key: 'security',
      label: t('user.security'),
      onClick: () => void navigate({ to: '/settings/$section', params: { section: 'me' } }),
    },
    { key: 'password', label: t('user.password'), onClick: () => void navigate({ to: '/password' }) },
    {
      key: 'theme',
      label: t('theme.label'),
      children: (['light', 'dark', 'system'] as const).map((choice) => ({
        key: choice,
        label: t(`theme.${choice}`),
        disabled: choice === theme,
        onClick: () => prefer({ theme: choice }),
      })),
    },
    { type: 'divider' },
    { key: 'out', label: t('user.signOut'), onClick: () => signOut.mutate() },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <Button type="text" icon={<UserOutlined />} aria-label={`${t('user.menu')}: ${user.name}`}>
        {phone ? null : user.name}
      </Button>
    </Dropdown>
  );
}

function useSignOut() {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => write('DELETE /session', undefined),
    onSuccess: async () => {
      keepCsrf(null);
      client.clear();
      client.setQueryData(sessionQuery.queryKey, null);
      await navigate({ to: '/sign-in', search: {} });
    },
  });
}
