import { WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { problemFrom } from '@/api/problem';
import { usePick } from '@/i18n/useLang';
import styles from './components.module.css';
import { EmptyState } from './EmptyState';

interface Props {
  error: unknown;
  onRetry?: () => void;
  /** 1 where it is all that the page shows. */
  level?: 1 | 2;
}

/** What went wrong, what to do, and the number under which it is in the log of the server. */
export function ErrorState({ error, onRetry, level }: Props) {
  const { t } = useTranslation();
  const pick = usePick();
  const problem = problemFrom(error);
  return (
    <div role="alert">
      <EmptyState
        level={level}
        icon={<WarningOutlined />}
        title={pick(problem.problem)}
        hint={
          <>
            <p>{pick(problem.remedy)}</p>
            <p className={styles.code}>
              {problem.code}
              {problem.request_id && ` · ${t('state.requestId', { id: problem.request_id })}`}
            </p>
          </>
        }
        action={onRetry && <Button onClick={onRetry}>{t('state.retry')}</Button>}
      />
    </div>
  );
}
