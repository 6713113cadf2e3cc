import { TranslationOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLang } from '@/i18n/useLang';
import { usePreferences } from './usePreferences';

/** Changes to the other language. */
export function LangSwitch() {
  const { t } = useTranslation();
  const other = useLang() === 'zh' ? 'en' : 'zh';
  const prefer = usePreferences();
  return (
    <Button type="text" icon={<TranslationOutlined />} lang={other} onClick={() => prefer({ lang: other })}>
      {t(`lang.${other}`)}
    </Button>
  );
}
