import { API, csrfHeaders } from './client';
import { ApiError, problemOf } from './problem';

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
export async function exportFile(request: ExportRequest, otherwiseNamed: string): Promise<Download> {
  const response = await fetch(`${API}/exports`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', ...csrfHeaders() },
    body: JSON.stringify(request),
  });
  if (!response.ok) {
    const body: unknown = await response.json().catch(() => undefined);
    throw new ApiError(problemOf(response.status, body, response.headers.get('x-request-id')));
  }
  return { blob: await response.blob(), name: fileName(response.headers.get('content-disposition')) ?? otherwiseNamed };
}

/** The name in a Content-Disposition header. */
export function fileName(header: string | null): string | undefined {
  if (header === null) return undefined;
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  if (encoded !== undefined) return decodeURIComponent(encoded);
  return /filename="?([^";]+)"?/i.exec(header)?.[1];
}
