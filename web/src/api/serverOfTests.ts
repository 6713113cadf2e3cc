import { vi } from 'vitest';

/** A server that knows one session; what a test changes about it is what another tab did. */
export interface ServerOfTests {
  session: { user: { id: string }; csrf: string } | null;
  /** Writes as they came: the route and the token shown. */
  writes: [route: string, token: string | null][];
  reload: () => void;
}

const HOME = 'http://holdfast.test';
const NativeRequest = globalThis.Request;

/** Puts a server in the place of the network. Addresses begin with a slash, which Node does not know. */
export function serverOfTests(): ServerOfTests {
  const server: ServerOfTests = { session: { user: { id: 'li' }, csrf: 'one' }, writes: [], reload: vi.fn() };
  const answer = (verb: string, path: string, token: string | null): Response => {
    if (verb === 'GET') return server.session === null ? refusal(401, 'not-signed-in') : Response.json(server.session);
    server.writes.push([`${verb} ${path}`, token]);
    if (server.session === null) return refusal(401, 'not-signed-in');
    return token === server.session.csrf ? Response.json({ id: 'made' }) : refusal(403, 'csrf');
  };
  class AtHome extends NativeRequest {
    constructor(input: RequestInfo | URL, init?: RequestInit) {
      super(typeof input === 'string' ? new URL(input, HOME) : input, init);
    }
  }
  vi.stubGlobal('Request', AtHome);
  vi.stubGlobal('fetch', async (input: RequestInfo, init?: RequestInit) => {
    const { method, url, headers } = new AtHome(input, init);
    return answer(method, new URL(url).pathname, headers.get('x-csrf-token'));
  });
  vi.stubGlobal('XMLHttpRequest', xhrOf(answer));
  vi.stubGlobal('window', { location: { reload: () => server.reload() } });
  return server;
}

function refusal(status: number, code: string): Response {
  return Response.json({ code, problem: { zh: code, en: code }, remedy: { zh: '', en: '' } }, { status });
}

function xhrOf(answer: (verb: string, path: string, token: string | null) => Response) {
  return class {
    status = 0;
    responseText = '';
    upload = {};
    onload?: () => void;
    private at: [string, string] = ['', ''];
    private token: string | null = null;
    open(verb: string, path: string) {
      this.at = [verb, path];
    }
    setRequestHeader(_: string, value: string) {
      this.token = value;
    }
    getResponseHeader() {
      return null;
    }
    async send() {
      const response = answer(...this.at, this.token);
      this.status = response.status;
      this.responseText = await response.text();
      this.onload?.();
    }
  };
}
