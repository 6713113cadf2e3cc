import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/roots';
import { filterOf } from './filter';
import { oneSearchOf } from './one/search';

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customers',
  validateSearch: filterOf,
  component: lazyRouteComponent(() => import('./CustomersPage')),
});

const one = createRoute({
  getParentRoute: () => shellRoute,
  path: '/customers/$key',
  validateSearch: oneSearchOf,
  component: lazyRouteComponent(() => import('./CustomerPage')),
});

/** Addresses of the page. */
export const customersRoutes = [list, one] as const;
