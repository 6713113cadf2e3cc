import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { FullPageError } from '@/components/FullPageError';
import { LoadingSkeleton } from '@/components/LoadingSkeleton';
import { customersRoutes } from '@/pages/customers/routes';
import { dataRoutes } from '@/pages/data/routes';
import { exploreRoutes } from '@/pages/explore/routes';
import { modelsRoutes } from '@/pages/models/routes';
import { overviewRoutes } from '@/pages/overview/routes';
import { settingsRoutes } from '@/pages/settings/routes';
import { signInRoutes } from '@/pages/sign-in/routes';
import { queryClient } from './client';
import { firstPage } from './firstPage';
import { rootRoute, shellRoute } from './roots';
import { sessionQuery } from './session';

const home = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  beforeLoad: async ({ context }) => {
    const me = await context.queryClient.ensureQueryData(sessionQuery);
    throw redirect({ to: firstPage(me?.permissions ?? []) });
  },
});

const routeTree = rootRoute.addChildren([
  ...signInRoutes,
  shellRoute.addChildren([
    home,
    ...overviewRoutes,
    ...exploreRoutes,
    ...customersRoutes,
    ...modelsRoutes,
    ...dataRoutes,
    ...settingsRoutes,
  ]),
]);

/** All addresses of the product. */
export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: LoadingSkeleton,
  defaultErrorComponent: FullPageError,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
