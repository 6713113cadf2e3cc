import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/roots';

const page = createRoute({
  getParentRoute: () => shellRoute,
  path: '/overview',
  component: lazyRouteComponent(() => import('./OverviewPage')),
});

/** Addresses of the page. */
export const overviewRoutes = [page] as const;
