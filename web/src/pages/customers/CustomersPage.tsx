import { useTranslation } from 'react-i18next';
import { PageTitle } from '@/components/PageTitle';
import { en } from '@/i18n/customers.en';
import { zh } from '@/i18n/customers.zh';
import { addTexts } from '@/i18n/setup';

addTexts('customers', zh, en);

export default function CustomersPage() {
  const { t } = useTranslation('customers');
  return <PageTitle title={t('title')} />;
}
