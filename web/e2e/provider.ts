import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const CLIENT = 'holdfast';

/** A provider of OpenID Connect on this machine, with a page of its own. */
export interface Provider {
  /** On another site than the server under test: its cookies meet what they meet in real life. */
  issuer: string;
  /** Whom the provider recognises: claims of the next ID token. */
  person: Record<string, unknown>;
  stop: () => Promise<void>;
}

interface Grant {
  nonce: string;
  challenge: string;
  redirect: string;
}

/** Starts a provider that asks one question, "is it you?", and signs ID tokens with a new key. */
export async function startProvider(): Promise<Provider> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256', use: 'sig' };
  const grants = new Map<string, Grant>();
  const provider: Provider = { issuer: '', person: {}, stop: () => Promise.resolve() };

  const idToken = (nonce: string): string => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: provider.issuer, aud: CLIENT, iat: now, exp: now + 300, nonce, ...provider.person };
    const head = `${coded({ alg: 'ES256', kid: 'k1', typ: 'JWT' })}.${coded(claims)}`;
    const signature = sign('sha256', Buffer.from(head), { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return `${head}.${signature.toString('base64url')}`;
  };

  const exchange = async (request: IncomingMessage): Promise<[number, unknown]> => {
    const form = new URLSearchParams(await bodyOf(request));
    const grant = grants.get(form.get('code') ?? '');
    grants.delete(form.get('code') ?? '');
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (grant === undefined || grant.challenge !== proof || grant.redirect !== form.get('redirect_uri'))
      return [400, { error: 'invalid_grant' }];
    return [200, { access_token: randomUUID(), token_type: 'Bearer', id_token: idToken(grant.nonce) }];
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', provider.issuer);
    const json = (status: number, value: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    if (pathname === '/.well-known/openid-configuration') json(200, metadata(provider.issuer));
    else if (pathname === '/keys') json(200, { keys: [jwk] });
    else if (pathname === '/token') json(...(await exchange(request)));
    else if (pathname === '/authorize') {
      const back = new URL(searchParams.get('redirect_uri') ?? '');
      const code = randomUUID();
      grants.set(code, {
        nonce: searchParams.get('nonce') ?? '',
        challenge: searchParams.get('code_challenge') ?? '',
        redirect: back.href,
      });
      const state = searchParams.get('state') ?? '';
      const link = (search: Record<string, string>) =>
        `${back.href}?${new URLSearchParams({ ...search, state })}`.replaceAll('&', '&amp;');
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(
          `<!doctype html><title>Company account</title><a id=yes href="${link({ code })}">It is me</a> <a id=no href="${link({ error: 'access_denied' })}">No</a>`,
        );
    } else json(404, { error: 'not_found' });
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  provider.issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  provider.stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return provider;
}

function metadata(issuer: string): Record<string, unknown> {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
  };
}

function coded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
