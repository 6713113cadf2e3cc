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
  '/jobs': { items: Job[] };
  '/jobs/{id}': Job;
  '/uploads': { items: UploadBrief[]; limit_bytes: number };
  '/uploads/{id}': Upload;
  '/sources': { items: Source[] };
  '/batches': Page<Batch>;
  '/rejects': Page<Reject>;
  '/quality': Quality;
  '/definitions': Definitions;
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
  'PATCH /uploads/{id}': [UploadChange, Upload];
  'DELETE /uploads/{id}': [undefined, undefined];
  'POST /uploads/{id}/import': [{ source_id?: string }, Job];
  'POST /definitions/trial': [{ rule: ChurnRule; definition?: string }, DefinitionTrial];
  'PUT /definitions': [{ items: { id: string; rule: ChurnRule }[] }, Definitions];
}
