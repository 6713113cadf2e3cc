import type {
  CustomerFilter,
  CustomerList,
  CustomerProfile,
  CustomerSurvival,
  ProfileField,
  SavedFilter,
  ScoreHistory,
  Timeline,
} from './customers';
import type { DashboardSpec, DocumentBody, QuestionSpec, SavedDashboard, SavedQuestion } from './documents';
import type { MetricListed, MetricTable, Overview, Reconciliation, Why } from './metric';
import type { ModelShapes, Models, RunRecord, SegmentMoves, Watched } from './models';
import type { Freshness, Job, Me, Page, Setup, SqlAnswer, SqlSchema, Workspace } from './types';

/** What each GET answers. A page adds the routes that it reads. */
export interface Gets {
  '/setup': Setup;
  '/session': Me;
  '/workspace': Workspace;
  '/overview': Overview;
  '/metrics': { items: MetricListed[] };
  '/metrics/{id}': MetricTable;
  '/metrics/{id}/why': Why & { freshness: Freshness };
  '/metrics/{id}/reconciliation': Reconciliation;
  '/questions': Page<SavedQuestion>;
  '/questions/{id}': SavedQuestion;
  '/dashboards': Page<SavedDashboard>;
  '/dashboards/{id}': SavedDashboard;
  '/sql/schema': SqlSchema;
  '/customers': CustomerList;
  '/customers/{key}': CustomerProfile;
  '/customers/{key}/timeline': Timeline;
  '/customers/{key}/scores': ScoreHistory;
  '/customers/{key}/survival': CustomerSurvival;
  '/customer-filters': Page<SavedFilter>;
  '/models': Models;
  '/models/{id}': RunRecord;
  '/models/{id}/shapes': ModelShapes;
  '/models/{id}/card': { markdown: string };
  '/models/watch': Watched | null;
  '/segments/migration': SegmentMoves;
  '/jobs': Page<Job>;
  '/jobs/{id}': Job;
}

/** What each write takes and answers. */
export interface Writes {
  'POST /setup': [{ login: string; name: string; password: string; lang: string }, Me];
  'POST /session': [{ login: string; password: string; code?: string }, Me];
  'DELETE /session': [undefined, undefined];
  'PATCH /me': [Partial<Pick<Me['user'], 'name' | 'lang' | 'theme' | 'units'>>, Me];
  'POST /questions': [DocumentBody<QuestionSpec>, SavedQuestion];
  'PUT /questions/{id}': [DocumentBody<QuestionSpec>, SavedQuestion];
  'DELETE /questions/{id}': [undefined, undefined];
  'POST /dashboards': [DocumentBody<DashboardSpec>, SavedDashboard];
  'PUT /dashboards/{id}': [DocumentBody<DashboardSpec>, SavedDashboard];
  'DELETE /dashboards/{id}': [undefined, undefined];
  'POST /sql': [{ query: string; limit?: number }, SqlAnswer];
  'POST /customers/{key}/unmasking': [{ reason: string }, { fields: ProfileField[] }];
  'POST /customer-filters': [{ title: string; shared: boolean; spec: CustomerFilter }, SavedFilter];
  'PUT /customer-filters/{id}': [{ title: string; shared: boolean; spec: CustomerFilter }, SavedFilter];
  'DELETE /customer-filters/{id}': [undefined, undefined];
  'POST /models/{id}/promotion': [undefined, Models];
  'POST /models/rollback': [undefined, Models];
  'POST /jobs': [{ kind: Job['kind']; options?: unknown }, Job];
  'DELETE /jobs/{id}': [undefined, Job | undefined];
}
