import { useParams } from '@tanstack/react-router';
import { useGet } from '@/api/use';
import { LoadingSkeleton } from '@/components/LoadingSkeleton';
import { Guarded } from '@/components/NoPermission';
import { QueryView } from '@/components/QueryView';
import { en } from '@/i18n/customer.en';
import { zh } from '@/i18n/customer.zh';
import { en as listEn } from '@/i18n/customers.en';
import { zh as listZh } from '@/i18n/customers.zh';
import { addTexts } from '@/i18n/setup';
import { OneCustomer } from './one/OneCustomer';

addTexts('customers', listZh, listEn);
addTexts('customer', zh, en);

/** One customer. */
export default function CustomerPage() {
  return (
    <Guarded permission="view_customers">
      <Read />
    </Guarded>
  );
}

function Read() {
  const { key } = useParams({ from: '/shell/customers/$key' });
  const query = useGet('/customers/{key}', { path: { key } });
  const { data: workspace } = useGet('/workspace');
  return (
    <QueryView query={query} rows={12}>
      {(profile) =>
        workspace ? <OneCustomer profile={profile} workspace={workspace} /> : <LoadingSkeleton rows={12} />
      }
    </QueryView>
  );
}
