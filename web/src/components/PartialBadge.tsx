import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PeriodStatus } from '@/api/metric';
import styles from './components.module.css';

/** Says that a period is not complete; nothing for one that is. */
export function PartialBadge({ status }: { status: PeriodStatus }) {
  const { t } = useTranslation();
  if (status === 'complete') return null;
  return (
    <Tooltip title={status === 'partial' ? t('state.partialHint') : undefined}>
      <span className={styles.partial}>{t(`state.${status}`)}</span>
    </Tooltip>
  );
}
