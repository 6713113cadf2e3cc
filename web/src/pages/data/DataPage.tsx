import { useTranslation } from 'react-i18next';
import { PageTitle } from '@/components/PageTitle';
import { en } from '@/i18n/data.en';
import { zh } from '@/i18n/data.zh';
import { addTexts } from '@/i18n/setup';

addTexts('data', zh, en);

export default function DataPage() {
  const { t } = useTranslation('data');
  return <PageTitle title={t('title')} />;
}
