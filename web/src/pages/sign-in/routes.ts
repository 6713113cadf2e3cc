import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '@/app/roots';
import { isInside } from './data';

/** Where somebody wanted to go, and whether a session ended on the way. */
export interface SignInSearch {
  to?: string;
  ended?: boolean;
  /** Code of what went wrong at the identity provider. */
  problem?: string;
}

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search: Record<string, unknown>): SignInSearch => ({
    to: typeof search.to === 'string' && isInside(search.to) ? search.to : undefined,
    ended: search.ended === true ? true : undefined,
    problem: typeof search.problem === 'string' ? search.problem : undefined,
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
