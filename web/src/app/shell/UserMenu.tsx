import { UserOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { write } from '@/api/client';
import { keepSession } from '@/api/csrf';
import { useAppearance, usePhone } from '@/app/appearance';
import { forget } from '@/app/followSession';
import { useMe } from '@/app/session';
import { MenuButton, type MenuEntry } from '@/components/MenuButton';
import { useToast } from '@/components/Toast';
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
  const entries: MenuEntry[] = [
    {
      key: 'who',
      heading: true,
      label: `${user.login} · ${user.roles.map((role) => t(`role.${role}`)).join(t('list.comma'))}`,
    },
    {
      key: 'security',
      label: t('user.security'),
      onChoose: () => void navigate({ to: '/settings/$section', params: { section: 'me' } }),
    },
    ...(user.has_password
      ? [{ key: 'password', label: t('user.password'), onChoose: () => void navigate({ to: '/password' }) }]
      : []),
    { key: 'out', label: t('user.signOut'), onChoose: () => signOut.mutate() },
    { key: 'theme', heading: true, label: t('theme.label') },
    ...(['light', 'dark', 'system'] as const).map((choice) => ({
      key: choice,
      label: t(`theme.${choice}`),
      chosen: choice === theme,
      onChoose: () => prefer({ theme: choice }),
    })),
  ];
  return (
    <MenuButton
      entries={entries}
      label={`${t('user.menu')}: ${user.name}`}
      button={{
        type: 'text',
        icon: <UserOutlined />,
        children: phone ? null : user.name,
      }}
    />
  );
}

function useSignOut() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  return useMutation({
    mutationFn: () => write('DELETE /session', undefined),
    onSuccess: async () => {
      keepSession(null);
      await navigate({ to: '/sign-in', search: {} });
      forget(client);
    },
    onError: toast.failed,
  });
}
