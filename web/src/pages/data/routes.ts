import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { shellRoute } from '@/app/roots';

/** What is looked at within a section. */
export interface DataSearch {
  /** The upload that is being mapped. */
  upload?: string;
  /** The import that is watched. */
  job?: string;
  batch?: string;
  source?: string;
  reason?: string;
  /** The churn definition that is being edited. */
  definition?: string;
}

const first = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data',
  beforeLoad: () => {
    throw redirect({ to: '/data/$section', params: { section: 'sources' }, search: {} });
  },
});

const section = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data/$section',
  validateSearch: (search: Record<string, unknown>): DataSearch => ({
    upload: text(search.upload),
    job: text(search.job),
    batch: text(search.batch),
    source: text(search.source),
    reason: text(search.reason),
    definition: text(search.definition),
  }),
  component: lazyRouteComponent(() => import('./DataPage')),
});

/** Addresses of the page. */
export const dataRoutes = [first, section] as const;

function text(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
