import { MoonOutlined, SunOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAppearance } from '@/app/appearance';
import { usePreferences } from './usePreferences';

/** Changes between light and dark. */
export function ThemeSwitch() {
  const { t } = useTranslation();
  const { dark } = useAppearance();
  const prefer = usePreferences();
  const label = `${t('theme.label')}: ${t(dark ? 'theme.light' : 'theme.dark')}`;
  return (
    <Tooltip title={label}>
      <Button
        type="text"
        aria-label={label}
        icon={dark ? <SunOutlined /> : <MoonOutlined />}
        onClick={() => prefer({ theme: dark ? 'light' : 'dark' })}
      />
    </Tooltip>
  );
}
