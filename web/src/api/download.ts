import { API, guarded } from './client';
import { csrfHeaders } from './csrf';
import { ApiError, problemOf } from './problem';
import { reach } from './reach';

/** A file that the server made. */
export interface Download {
  blob: Blob;
  name: string;
}

/** What is taken out of the workspace, and as what. */
export interface ExportRequest {
  what:
    | { kind: 'customers'; filter: object }
    | { kind: 'sql'; query: string }
    | { kind: 'metric'; id: string; params: object };
  format: 'csv' | 'xlsx' | 'parquet';
  encoding?: 'utf8' | 'gb18030';
}

/** Makes a file; the server writes down who took out what. */
export function exportFile(request: ExportRequest, otherwiseNamed: string): Promise<Download> {
  return guarded(() => exportOnce(JSON.stringify(request), otherwiseNamed));
}

async function exportOnce(body: string, otherwiseNamed: string): Promise<Download> {
  const response = await reach(
    fetch(`${API}/exports`, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', ...csrfHeaders() },
      body,
    }),
  );
  if (!response.ok) {
    const said: unknown = await response.json().catch(() => undefined);
    throw new ApiError(problemOf(response.status, said, response.headers.get('x-request-id')));
  }
  const blob = await reach(response.blob());
  return { blob, name: fileName(response.headers.get('content-disposition')) ?? otherwiseNamed };
}

/** The name in a Content-Disposition header. */
export function fileName(header: string | null): string | undefined {
  if (header === null) return undefined;
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (encoded !== undefined) return decodeURIComponent(encoded);
  return /filename="?([^";]+)"?/i.exec(header)?.[1];
}
