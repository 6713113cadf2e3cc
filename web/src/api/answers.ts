import type { MetricListed, MetricTable, Overview, Why } from './metric';
import type { Job, Me, Page, Setup, SqlAnswer, SqlSchema, Workspace } from './types';

/** What each GET answers. A page adds the routes that it reads. */
export interface Gets {
  '/setup': Setup;
  '/session': Me;
  '/workspace': Workspace;
  '/overview': Overview;
  '/metrics': { items: MetricListed[] };
  '/metrics/{id}': MetricTable;
  '/metrics/{id}/why': Why;
  '/sql/schema': SqlSchema;
  '/jobs': Page<Job>;
  '/jobs/{id}': Job;
}

/** What each write takes and answers. */
export interface Writes {
  'POST /setup': [{ login: string; name: string; password: string; lang: string }, Me];
  'POST /session': [{ login: string; password: string; code?: string }, Me];
  'DELETE /session': [undefined, undefined];
  'PATCH /me': [Partial<Pick<Me['user'], 'name' | 'lang' | 'theme' | 'units'>>, Me];
  'POST /sql': [{ query: string; limit?: number }, SqlAnswer];
  'POST /jobs': [{ kind: Job['kind']; options?: unknown }, Job];
  'DELETE /jobs/{id}': [undefined, Job | undefined];
}
