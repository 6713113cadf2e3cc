import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

/** Where something will be in a moment. */
export function LoadingSkeleton({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t('state.loading')}>
      <div aria-hidden="true">
        <Skeleton active title={{ width: '32%' }} paragraph={{ rows }} />
      </div>
    </div>
  );
}
