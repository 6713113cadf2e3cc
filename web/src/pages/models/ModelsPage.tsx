import { useTranslation } from 'react-i18next';
import { PageTitle } from '@/components/PageTitle';
import { en } from '@/i18n/models.en';
import { zh } from '@/i18n/models.zh';
import { addTexts } from '@/i18n/setup';

addTexts('models', zh, en);

export default function ModelsPage() {
  const { t } = useTranslation('models');
  return <PageTitle title={t('title')} />;
}
