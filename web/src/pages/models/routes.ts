import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/roots';
import { modelSearchOf } from './one/search';

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/models',
  component: lazyRouteComponent(() => import('./ModelsPage')),
});

const one = createRoute({
  getParentRoute: () => shellRoute,
  path: '/models/$id',
  validateSearch: modelSearchOf,
  component: lazyRouteComponent(() => import('./ModelPage')),
});

/** Addresses of the page. */
export const modelsRoutes = [list, one] as const;
