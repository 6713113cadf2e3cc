import { useTranslation } from 'react-i18next';
import { PageTitle } from '@/components/PageTitle';
import { en } from '@/i18n/explore.en';
import { zh } from '@/i18n/explore.zh';
import { addTexts } from '@/i18n/setup';

addTexts('explore', zh, en);

export default function ExplorePage() {
  const { t } = useTranslation('explore');
  return <PageTitle title={t('title')} />;
}
