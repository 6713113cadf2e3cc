import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/roots';
import { readSearch } from './search';

const page = createRoute({
  getParentRoute: () => shellRoute,
  path: '/overview',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./OverviewPage')),
});

/** Addresses of the page. */
export const overviewRoutes = [page] as const;
