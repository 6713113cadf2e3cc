import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMedia } from '@/app/appearance';

/** Where something will be in a moment. */
export function LoadingSkeleton({ rows = 6 }: { rows?: number }) {
  const { t } = useTranslation();
  const still = useMedia('(prefers-reduced-motion: reduce)');
  return (
    <div role="status" aria-label={t('state.loading')}>
      <div aria-hidden="true">
        <Skeleton active={!still} title={{ width: '32%' }} paragraph={{ rows }} />
      </div>
    </div>
  );
}
