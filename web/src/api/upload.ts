import { API, guarded, readSession } from './client';
import { csrfHeaders } from './csrf';
import type { Upload } from './data';
import { ApiError, NoConnection, problemOf } from './problem';

interface Options {
  /** Told how much of the file has gone, 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/** Sends a file and answers with what it was found to be. */
export async function sendFile(file: File, options: Options): Promise<Upload> {
  // A refusal is lost where the connection ends while the file is still on its way: the token is made sure of before.
  await readSession(options.signal);
  return guarded(() => sendOnce(file, options));
}

/** `fetch` does not tell how much has gone, so this is the older way. */
function sendOnce(file: File, { onProgress, signal }: Options): Promise<Upload> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    request.open('POST', `${API}/uploads`);
    request.responseType = 'text';
    for (const [name, value] of Object.entries(csrfHeaders())) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    request.onload = () => {
      const body = parsed(request.responseText);
      if (request.status >= 200 && request.status < 300) resolve(body as Upload);
      else reject(new ApiError(problemOf(request.status, body, request.getResponseHeader('x-request-id'))));
    };
    request.onerror = () => reject(new NoConnection());
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
