import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router';
import { FullPageError } from '@/components/FullPageError';
import { NotFound } from '@/components/NotFound';
import { sessionQuery, setupQuery } from './session';

/** The root of all addresses. */
export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  errorComponent: ({ error }) => <FullPageError error={error} />,
  notFoundComponent: NotFound,
});

/** Pages for people who have signed in: everybody else is asked to, and comes back to the address. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  beforeLoad: async ({ context, location }) => {
    const me = await context.queryClient.ensureQueryData(sessionQuery);
    if (me?.user.must_change_password) throw redirect({ to: '/password' });
    if (me !== null) return;
    const setup = await context.queryClient.ensureQueryData(setupQuery);
    if (setup.needed) throw redirect({ to: '/setup' });
    throw redirect({ to: '/sign-in', search: { to: location.href } });
  },
  component: lazyRouteComponent(() => import('./shell/Shell'), 'Shell'),
  notFoundComponent: NotFound,
});
