import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '@/app/roots';

/** Where somebody wanted to go, and whether a session ended on the way. */
export interface SignInSearch {
  to?: string;
  ended?: boolean;
}

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): SignInSearch => ({
    to: typeof search.to === 'string' && isInside(search.to) ? search.to : undefined,
    ended: search.ended === true ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('./SignInPage')),
});

const setup = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./SetupPage')),
});

const password = createRoute({
  getParentRoute: () => rootRoute,
  path: '/password',
  component: lazyRouteComponent(() => import('./PasswordPage')),
});

/** Addresses that need no session. */
export const signInRoutes = [signIn, setup, password] as const;

/** Whether an address stays on this server: a sign-in must not lead elsewhere. */
export function isInside(address: string): boolean {
  return address.startsWith('/') && !address.startsWith('//') && !address.startsWith('/\\');
}
