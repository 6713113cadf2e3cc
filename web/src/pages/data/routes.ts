import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/roots';

const page = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data',
  component: lazyRouteComponent(() => import('./DataPage')),
});

/** Addresses of the page. */
export const dataRoutes = [page] as const;
