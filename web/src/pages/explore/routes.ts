import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/roots';
import { readSearch } from './search';

const page = createRoute({
  getParentRoute: () => shellRoute,
  path: '/explore',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./ExplorePage')),
});

/** Addresses of the page. */
export const exploreRoutes = [page] as const;
