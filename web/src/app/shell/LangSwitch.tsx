import { TranslationOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { usePhone } from '@/app/appearance';
import { useLang } from '@/i18n/useLang';
import { usePreferences } from './usePreferences';

/** Changes to the other language. */
export function LangSwitch() {
  const { t } = useTranslation();
  const other = useLang() === 'zh' ? 'en' : 'zh';
  const phone = usePhone();
  const prefer = usePreferences();
  return (
    <Button
      type="text"
      icon={phone ? undefined : <TranslationOutlined />}
      lang={other}
      aria-label={t(`lang.${other}`)}
      onClick={() => prefer({ lang: other })}
    >
      {t(phone ? `lang.short.${other}` : `lang.${other}`)}
    </Button>
  );
}
