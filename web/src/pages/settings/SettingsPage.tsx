import { useTranslation } from 'react-i18next';
import { PageTitle } from '@/components/PageTitle';
import { en } from '@/i18n/settings.en';
import { zh } from '@/i18n/settings.zh';
import { addTexts } from '@/i18n/setup';

addTexts('settings', zh, en);

export default function SettingsPage() {
  const { t } = useTranslation('settings');
  return <PageTitle title={t('title')} />;
}
