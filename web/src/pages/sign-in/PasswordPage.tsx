import { useTranslation } from 'react-i18next';
import { PageTitle } from '@/components/PageTitle';
import { addTexts } from '@/i18n/setup';
import { en } from '@/i18n/signIn.en';
import { zh } from '@/i18n/signIn.zh';

addTexts('signIn', zh, en);

export default function PasswordPage() {
  const { t } = useTranslation('signIn');
  return <PageTitle title={t('title')} />;
}
