import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useGet } from '@/api/use';
import { Guarded } from '@/components/NoPermission';
import { PageTitle } from '@/components/PageTitle';
import { UNKNOWN } from '@/format/number';
import { day } from '@/format/time';
import { en } from '@/i18n/customers.en';
import { zh } from '@/i18n/customers.zh';
import { addTexts } from '@/i18n/setup';
import { ExportButton } from './list/ExportButton';
import { RiskList } from './list/RiskList';
import { SavedFilters } from './list/SavedFilters';

addTexts('customers', zh, en);

/** Who is likely to leave, first those with whom most would go. */
export default function CustomersPage() {
  const { t } = useTranslation('customers');
  const filter = useSearch({ from: '/shell/customers' });
  const { data: workspace } = useGet('/workspace');
  const scores = workspace?.scores;
  return (
    <>
      <PageTitle
        title={t('title')}
        hint={scores && t('scoredOn', { day: day(scores.as_of), days: scores.horizon_days ?? UNKNOWN })}
        actions={
          <>
            <SavedFilters filter={filter} />
            <ExportButton filter={filter} />
          </>
        }
      />
      <Guarded permission="view_customers">
        <RiskList filter={filter} workspace={workspace} />
      </Guarded>
    </>
  );
}
