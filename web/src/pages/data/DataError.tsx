import { CloudUploadOutlined } from '@ant-design/icons';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { problemFrom } from '@/api/problem';
import { EmptyState } from '@/components/EmptyState';
import { ErrorState } from '@/components/ErrorState';

/** Codes of what is no failure: nothing was brought yet. */
const NOTHING_YET = new Set(['no-workspace', 'no-data']);

/** What went wrong; where nothing was brought yet, how to begin. */
export function DataError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return NOTHING_YET.has(problemFrom(error).code) ? <NoSources /> : <ErrorState error={error} onRetry={onRetry} />;
}

/** How to begin. */
export function NoSources() {
  const { t } = useTranslation('data');
  return (
    <EmptyState
      icon={<CloudUploadOutlined />}
      title={t('sources.none')}
      hint={t('sources.noneHint')}
      action={
        <Link to="/data/$section" params={{ section: 'upload' }} search={{}}>
          {t('sources.toUpload')}
        </Link>
      }
    />
  );
}
