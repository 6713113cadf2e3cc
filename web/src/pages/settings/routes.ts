import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { shellRoute } from '@/app/roots';
import { settingsSearch } from './search';

const first = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'me' } });
  },
});

const section = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settings/$section',
  validateSearch: settingsSearch,
  component: lazyRouteComponent(() => import('./SettingsPage')),
});

/** Addresses of the page. */
export const settingsRoutes = [first, section] as const;
