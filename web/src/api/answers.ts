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
import type {
  Batch,
  ChurnRule,
  Definitions,
  DefinitionTrial,
  Quality,
  Reject,
  Source,
  Upload,
  UploadBrief,
  UploadChange,
} from './data';
import type { DashboardSpec, DocumentBody, QuestionSpec, SavedDashboard, SavedQuestion } from './documents';
import type { MetricListed, MetricTable, Overview, Reconciliation, Why } from './metric';
import type { InUse, ModelShapes, Models, RunRecord, SegmentMoves, Watched } from './models';
import type { AuditEntry, AuditVerification, NewUser, RoleListed, Scope, Session, Token, User } from './people';
import type { Freshness, Job, JobOptions, Lang, Me, Page, Part, Setup, SqlAnswer, SqlSchema, Workspace } from './types';

/** What each GET answers. A page adds the routes that it reads. */
export interface Gets {
  '/setup': Setup;
  '/session': Me;
  '/me/sessions': Part<Session>;
  '/tokens': Part<Token>;
  '/users': Page<User>;
  '/users/{id}': User;
  '/roles': { items: RoleListed[] };
  '/audit': Part<AuditEntry>;
  '/audit/verification': AuditVerification;
  '/workspace': Workspace;
  '/overview': Overview;
  '/metrics': { items: MetricListed[] };
  '/metrics/{id}': MetricTable;
  '/metrics/{id}/why': Why & { freshness: Freshness };
  '/metrics/{id}/reconciliation': Reconciliation;
  '/questions': Part<SavedQuestion>;
  '/questions/{id}': SavedQuestion;
  '/dashboards': Part<SavedDashboard>;
  '/dashboards/{id}': SavedDashboard;
  '/sql/schema': SqlSchema;
  '/customers': CustomerList;
  '/customers/{key}': CustomerProfile;
  '/customers/{key}/timeline': Timeline;
  '/customers/{key}/scores': ScoreHistory;
  '/customers/{key}/survival': CustomerSurvival;
  '/customer-filters': Part<SavedFilter>;
  '/models': Models;
  '/models/{id}': RunRecord;
  '/models/{id}/shapes': ModelShapes;
  '/models/{id}/card': { markdown: string };
  '/models/watch': Watched | null;
  '/segments/migration': SegmentMoves;
  '/jobs': { items: Job[] };
  '/jobs/{id}': Job;
  '/uploads': { items: UploadBrief[]; limit_bytes: number };
  '/uploads/{id}': Upload;
  '/sources': { items: Source[] };
  '/batches': Page<Batch>;
  '/rejects': Part<Reject>;
  '/quality': Quality;
  '/definitions': Definitions;
}

/** What each write takes and answers. */
export interface Writes {
  'POST /setup': [{ login: string; name: string; password: string; lang: Lang }, Me];
  'POST /session': [{ login: string; password: string; code?: string }, Me];
  'DELETE /session': [undefined, undefined];
  'PATCH /me': [Partial<Pick<Me['user'], 'name' | 'lang' | 'theme' | 'units'>>, Me];
  'POST /questions': [DocumentBody<QuestionSpec>, SavedQuestion];
  'PUT /questions/{id}': [DocumentBody<QuestionSpec>, SavedQuestion];
  'DELETE /questions/{id}': [undefined, undefined];
  'POST /dashboards': [DocumentBody<DashboardSpec>, SavedDashboard];
  'PUT /dashboards/{id}': [DocumentBody<DashboardSpec>, SavedDashboard];
  'DELETE /dashboards/{id}': [undefined, undefined];
  'POST /me/password': [{ current: string; new: string }, Me];
  'POST /me/totp': [undefined, { secret: string; uri: string }];
  'PUT /me/totp': [{ code: string }, { recovery_codes: string[] }];
  'DELETE /me/totp': [{ password: string }, undefined];
  'DELETE /me/sessions/{id}': [undefined, undefined];
  'POST /tokens': [{ name: string; scopes: Scope[]; expires_in_days?: number }, Token & { token: string }];
  'DELETE /tokens/{id}': [undefined, undefined];
  'POST /users': [NewUser, User & { temporary_password: string }];
  'PATCH /users/{id}': [Partial<Pick<User, 'name' | 'roles' | 'rows' | 'disabled'>>, User];
  'POST /users/{id}/reset': [{ second_factor: boolean }, { temporary_password: string }];
  'POST /questions/{id}/rows': [{ limit?: number; where?: string[] }, SqlAnswer];
  'POST /sql': [{ query: string; limit?: number; where?: string[] }, SqlAnswer];
  'POST /customers/{key}/unmasking': [{ reason: string }, { fields: ProfileField[] }];
  'POST /customer-filters': [{ title: string; shared: boolean; spec: CustomerFilter }, SavedFilter];
  'PUT /customer-filters/{id}': [{ title: string; shared: boolean; spec: CustomerFilter }, SavedFilter];
  'DELETE /customer-filters/{id}': [undefined, undefined];
  'POST /models/{id}/promotion': [undefined, InUse];
  'POST /models/rollback': [undefined, InUse];
  'POST /jobs': [{ kind: Job['kind']; options?: JobOptions }, Job];
  'DELETE /jobs/{id}': [undefined, Job];
  'PATCH /uploads/{id}': [UploadChange, Upload];
  'DELETE /uploads/{id}': [undefined, undefined];
  'POST /uploads/{id}/import': [{ source_id?: string }, Job];
  'POST /definitions/trial': [{ rule: ChurnRule; definition?: string }, DefinitionTrial];
  'PUT /definitions': [{ items: { id: string; rule: ChurnRule }[] }, Definitions];
}
