import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/roots';

const page = createRoute({
  getParentRoute: () => shellRoute,
  path: '/explore',
  component: lazyRouteComponent(() => import('./ExplorePage')),
});

/** Addresses of the page. */
export const exploreRoutes = [page] as const;
