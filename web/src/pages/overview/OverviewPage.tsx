import { useTranslation } from 'react-i18next';
import { PageTitle } from '@/components/PageTitle';
import { en } from '@/i18n/overview.en';
import { zh } from '@/i18n/overview.zh';
import { addTexts } from '@/i18n/setup';

addTexts('overview', zh, en);

export default function OverviewPage() {
  const { t } = useTranslation('overview');
  return <PageTitle title={t('title')} />;
}
