import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { shellRoute } from '@/app/roots';
import { readDashboardSearch } from './dashboards/search';
import { readSearch } from './search';
import { readSqlSearch } from './sql/search';

const builder = createRoute({
  getParentRoute: () => shellRoute,
  path: '/explore',
  validateSearch: readSearch,
  component: lazyRouteComponent(() => import('./builder/BuilderPage')),
});

const sql = createRoute({
  getParentRoute: () => shellRoute,
  path: '/explore/sql',
  validateSearch: readSqlSearch,
  component: lazyRouteComponent(() => import('./sql/SqlPage')),
});

const questions = createRoute({
  getParentRoute: () => shellRoute,
  path: '/explore/questions',
  component: lazyRouteComponent(() => import('./questions/QuestionsPage')),
});

const dashboards = createRoute({
  getParentRoute: () => shellRoute,
  path: '/explore/dashboards',
  component: lazyRouteComponent(() => import('./dashboards/DashboardsPage')),
});

const dashboard = createRoute({
  getParentRoute: () => shellRoute,
  path: '/explore/dashboards/$id',
  validateSearch: readDashboardSearch,
  component: lazyRouteComponent(() => import('./dashboards/DashboardPage')),
});

/** Addresses of the page. */
export const exploreRoutes = [builder, sql, questions, dashboards, dashboard] as const;
