import { useRouter } from '@tanstack/react-router';
import { ErrorState } from './ErrorState';

/** A page that failed as a whole. */
export function FullPageError({ error }: { error: unknown }) {
  const router = useRouter();
  return <ErrorState level={1} error={error} onRetry={() => void router.invalidate()} />;
}
