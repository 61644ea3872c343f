import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CredentialError, credentialChoice } from '../../../../connectors/microsoft/live/choice.ts';
import { EndpointError, endpointsOf } from '../../../../connectors/microsoft/live/clouds.ts';
import { callerOf } from '../../../../connectors/microsoft/live/own-token.ts';
import { safeWords } from '../../../../connectors/microsoft/live/words.ts';
import { NetworkError } from '../../../../src/http/network.ts';
import { ask, at, client, never, rigs, tenant, tokenOf } from './support.ts';

const rig = rigs();
const made: string[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const folder of made.splice(0)) await rm(folder, { recursive: true });
});

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'vestige-'));
  made.push(path);
  return path;
}

const hour = 3_600_000;

describe('signing in with a client secret', () => {
  it('asks the tenant’s own sign-in, once for all that are asked at the same time', async () => {
    const r = rig();
    const session = await r.open();
    await Promise.all(Array.from({ length: 10 }, () => ask(session, at('things'))));
    expect(r.cloud.asked).toHaveLength(10);
    expect(r.cloud.signIns).toHaveLength(1);
    const [form] = r.cloud.signIns;
    expect(form?.get('grant_type')).toBe('client_credentials');
    expect(form?.get('client_id')).toBe(client);
    expect(form?.get('client_secret')).toBe(r.environment['AZURE_CLIENT_SECRET']);
  });

  it('signs in for each service by itself', async () => {
    const r = rig();
    const session = await r.open();
    await ask(session, at('things'));
    await ask(session, at('assignments'));
    expect(r.cloud.signIns.map((form) => form.get('scope'))).toEqual([
      'https://graph.microsoft.com/.default',
      'https://management.azure.com/.default',
    ]);
  });

  it('makes a new token five minutes before the end of the old one', async () => {
    const r = rig();
    r.now = Date.now();
    const session = await r.open();
    await ask(session, at('things'));
    r.now += hour - 6 * 60_000;
    await ask(session, at('things'));
    expect(r.cloud.signIns).toHaveLength(1);
    r.now += 2 * 60_000;
    await ask(session, at('things'));
    expect(r.cloud.signIns).toHaveLength(2);
    const [first, , third] = r.cloud.asked.map((asked) => asked.headers.authorization);
    expect(first).not.toBe(third);
  });

  it('says plainly that it was refused, with the provider’s words and without the secret, and does not try again at once', async () => {
    const r = rig();
    const secret = r.environment['AZURE_CLIENT_SECRET'] ?? '';
    r.cloud.signIn = () => ({
      status: 401,
      body: {
        error: 'invalid_client',
        error_description: `AADSTS7000215: Invalid client secret provided: ${secret}. Trace ID: 1 Correlation ID: 2 Timestamp: 3`,
        error_codes: [7000215],
      },
    });
    const session = await r.open();
    const { part, words } = await ask(session, at('things'));
    expect(part.refused).toBe('expired-credentials');
    expect(words).toContain(`cannot sign in to tenant ${tenant} with client-secret: AADSTS7000215: Invalid client secret provided`);
    expect(words).not.toContain(secret);
    expect(words).not.toContain('Trace ID');
    const several = await session.read([at('members', { path: 'a' }), at('members', { path: 'b' })], never);
    expect(several.parts.map((each) => each.refused)).toEqual(['expired-credentials', 'expired-credentials']);
    expect(r.cloud.signIns).toHaveLength(1);
    expect(r.cloud.asked).toEqual([]);
  });

  it.each([
    [503, 'throttled'],
    [500, 'unreachable'],
    [429, 'throttled'],
  ])('takes %i of the sign-in for passing', async (status, cause) => {
    const r = rig();
    r.cloud.signIn = (_, count) =>
      count === 1
        ? { status, headers: { 'retry-after': '4' }, body: { error: 'temporarily_unavailable', error_description: 'later' } }
        : { body: { token_type: 'Bearer', expires_in: 3600, access_token: tokenOf({ tid: tenant }) } };
    const session = await r.open();
    const { part } = await ask(session, at('things'));
    expect(part.refused).toBe(cause);
    expect(part.retryAfterMs).toBe(4000);
    expect((await ask(session, at('things'))).part.refused).toBeUndefined();
  });

  it('takes a sign-in that cannot be reached for passing', async () => {
    const r = rig();
    const session = await r.open({ settings: { endpoints: { login: 'http://127.0.0.1:1' } } });
    const { part, words } = await ask(session, at('things'));
    expect(part.refused).toBe('unreachable');
    expect(words).toContain(
      `cannot sign in to tenant ${tenant} with client-secret: no whole answer came from http://127.0.0.1:1 (ECONNREFUSED)`,
    );
  });

  it('refuses a token of another tenant than the one named', async () => {
    const r = rig();
    const other = '99999999-2222-4333-8444-555555555555';
    r.cloud.signIn = () => ({ body: { token_type: 'Bearer', expires_in: 3600, access_token: tokenOf({ tid: other }) } });
    const { part, words } = await ask(await r.open(), at('things', {}, null, 'entra:signed-in'));
    expect(part.refused).toBe('denied');
    expect(words).toContain(tenant);
    expect(words).toContain(other);
    expect(r.cloud.asked).toEqual([]);
  });
});

describe('a token that the service refuses', () => {
  it('is made anew once, and the question asked again', async () => {
    const r = rig();
    r.cloud.answer = () =>
      r.cloud.asked.length === 1
        ? { status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: 'old' } } }
        : { body: { value: ['ok'] } };
    const { part, answer } = await ask(await r.open(), at('things'));
    expect(part.body).toEqual({ value: ['ok'] });
    expect(answer.wire.status).toBe(200);
    expect(r.cloud.signIns).toHaveLength(2);
    const [first, second] = r.cloud.asked.map((asked) => asked.headers.authorization);
    expect(first).not.toBe(second);
  });

  it('is refused where the new one is refused too', async () => {
    const r = rig();
    r.cloud.answer = () => ({ status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: 'never' } } });
    const { part } = await ask(await r.open(), at('things'));
    expect(part.refused).toBe('expired-credentials');
    expect(r.cloud.asked).toHaveLength(2);
  });

  it('is made with the claims that the service asks for', async () => {
    const r = rig();
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}';
    const challenge = `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
    r.cloud.answer = () =>
      r.cloud.asked.length === 1 ? { status: 401, headers: { 'www-authenticate': challenge } } : { body: { value: [] } };
    expect((await ask(await r.open(), at('things'))).part.refused).toBeUndefined();
    expect(r.cloud.signIns[0]?.get('claims')).toBeNull();
    expect(JSON.parse(r.cloud.signIns[1]?.get('claims') ?? '{}')).toMatchObject(JSON.parse(claims));
  });

  it('is made anew once for all that had it', async () => {
    const r = rig();
    const old = new Set<string | undefined>();
    r.cloud.answer = ({ headers }) => {
      if (old.size === 0) old.add(headers.authorization);
      return old.has(headers.authorization) ? { status: 401 } : { body: { value: [] } };
    };
    const session = await r.open();
    const all = await Promise.all(Array.from({ length: 8 }, () => ask(session, at('things'))));
    expect(all.map(({ part }) => part.refused)).toEqual(Array.from({ length: 8 }, () => undefined));
    expect(r.cloud.signIns).toHaveLength(2);
  });
});

describe('other ways to sign in', () => {
  it('takes a federated token from its file', async () => {
    const r = rig();
    const file = join(await folder(), 'token');
    await writeFile(file, 'eyJhbGciOiJub25lIn0.e30.x');
    r.environment = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client, AZURE_FEDERATED_TOKEN_FILE: file, AZURE_CLIENT_SECRET: 'not used' };
    expect((await ask(await r.open(), at('things'))).part.refused).toBeUndefined();
    expect(r.cloud.signIns[0]?.get('client_assertion')).toBe('eyJhbGciOiJub25lIn0.e30.x');
    expect(r.cloud.signIns[0]?.get('client_secret')).toBeNull();
  });

  it('says that a federated token or certificate is not where it should be', async () => {
    const r = rig();
    r.environment = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client, AZURE_FEDERATED_TOKEN_FILE: '/nowhere/token' };
    const federated = await ask(await r.open(), at('things'));
    expect(federated.part.refused).toBe('expired-credentials');
    expect(federated.words).toContain('with workload-identity');
    r.environment = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client, AZURE_CLIENT_CERTIFICATE_PATH: '/nowhere/certificate.pem' };
    const certificate = await ask(await r.open(), at('things'));
    expect(certificate.part.refused).toBe('expired-credentials');
    expect(certificate.words).toContain('/nowhere/certificate.pem');
  });

  it('asks the managed identity of the machine, without a proxy', async () => {
    const r = rig();
    await r.open();
    vi.stubEnv('IDENTITY_ENDPOINT', `${r.cloud.url}/msi/token`);
    vi.stubEnv('IDENTITY_HEADER', 'header');
    r.environment = {
      IDENTITY_ENDPOINT: `${r.cloud.url}/msi/token`,
      IDENTITY_HEADER: 'header',
      HTTP_PROXY: 'http://127.0.0.1:1',
      NO_PROXY: '127.0.0.1',
    };
    r.cloud.answer = ({ url }) =>
      url.startsWith('/msi')
        ? {
            body: {
              access_token: tokenOf({ tid: tenant }),
              expires_on: String(Math.floor(Date.now() / 1000) + 3600),
              resource: 'x',
              token_type: 'Bearer',
            },
          }
        : { body: { value: ['ok'] } };
    const { part, words } = await ask(await r.open(), at('things'));
    expect(words).toContain('ok');
    expect(part.refused).toBeUndefined();
    expect(r.cloud.asked[0]?.headers['x-identity-header']).toBe('header');
  });

  it('asks the Azure CLI of a person', async () => {
    const r = rig();
    const bin = await folder();
    const token = {
      accessToken: tokenOf({ tid: tenant, scp: 'b a' }),
      expires_on: Math.floor(Date.now() / 1000) + 3600,
      tokenType: 'Bearer',
      tenant,
    };
    await writeFile(join(bin, 'az'), `#!/bin/sh\necho '${JSON.stringify(token)}'\n`);
    await chmod(join(bin, 'az'), 0o755);
    vi.stubEnv('PATH', `${bin}:${process.env['PATH'] ?? ''}`);
    r.environment = {};
    const session = await r.open();
    expect((await ask(session, at('things'))).part.refused).toBeUndefined();
    expect((await session.caller()).scopes).toEqual(['a', 'b']);
  });

  it('says so where the Azure CLI cannot', async () => {
    const r = rig();
    const bin = await folder();
    await writeFile(join(bin, 'az'), `#!/bin/sh\necho "ERROR: Please run 'az login' to setup account." >&2\nexit 1\n`);
    await chmod(join(bin, 'az'), 0o755);
    vi.stubEnv('PATH', `${bin}:${process.env['PATH'] ?? ''}`);
    r.environment = {};
    const { part, words } = await ask(await r.open(), at('things'));
    expect(part.refused).toBe('expired-credentials');
    expect(words).toContain('cannot sign in to Microsoft with azure-cli');
  });
});

describe('the choice of a credential', () => {
  const own = { AZURE_TENANT_ID: tenant.toUpperCase(), AZURE_CLIENT_ID: client };
  const auto = { credential: 'auto' } as const;

  it.each([
    [{ ...own, AZURE_FEDERATED_TOKEN_FILE: 'f', AZURE_CLIENT_CERTIFICATE_PATH: 'c', AZURE_CLIENT_SECRET: 's' }, 'workload-identity'],
    [{ ...own, AZURE_CLIENT_CERTIFICATE_PATH: 'c', AZURE_CLIENT_SECRET: 's' }, 'client-certificate'],
    [{ ...own, AZURE_CLIENT_SECRET: 's', IDENTITY_ENDPOINT: 'e' }, 'client-secret'],
    [{ IDENTITY_ENDPOINT: 'e', CI: 'true' }, 'managed-identity'],
    [{ AZURE_CLIENT_SECRET: '', CI: 'false' }, 'azure-cli'],
  ])('is that for which the environment holds what it needs', (environment, kind) => {
    expect(credentialChoice(auto, environment).kind).toBe(kind);
  });

  it('is the one that the settings name, with their tenant and application', () => {
    const settings = { credential: 'client-secret', tenant: 'their-tenant', clientId: 'their-client' } as const;
    expect(credentialChoice(settings, { ...own, AZURE_CLIENT_SECRET: 's', AZURE_FEDERATED_TOKEN_FILE: 'f' })).toEqual({
      kind: 'client-secret',
      tenant: 'their-tenant',
      clientId: 'their-client',
    });
    expect(credentialChoice(auto, { ...own, AZURE_CLIENT_SECRET: 's' })).toMatchObject({ tenant });
  });

  it.each([
    [{ AZURE_CLIENT_SECRET: 's' }, auto, 'incomplete-credential', 'AZURE_TENANT_ID and AZURE_CLIENT_ID'],
    [own, { credential: 'client-certificate' } as const, 'incomplete-credential', 'AZURE_CLIENT_CERTIFICATE_PATH'],
    [{ CI: 'true' }, auto, 'no-credential', 'AZURE_TENANT_ID'],
  ])('is refused where something is missing, and no other is taken', (environment, settings, code, named) => {
    const choose = (): unknown => credentialChoice(settings, environment);
    expect(choose).toThrow(CredentialError);
    expect(choose).toThrow(expect.objectContaining({ code, hint: expect.stringContaining(named) as string }));
  });

  it('is refused before anything is sent', async () => {
    const r = rig();
    r.environment = { CI: '1' };
    await expect(r.open()).rejects.toThrow(expect.objectContaining({ code: 'no-credential' }));
  });
});

describe('where requests go', () => {
  const none = { endpoints: {} };

  it.each([
    ['public', 'https://graph.microsoft.com', 'https://management.azure.com', 'https://login.microsoftonline.com'],
    ['us-government', 'https://graph.microsoft.us', 'https://management.usgovcloudapi.net', 'https://login.microsoftonline.us'],
    ['us-government-dod', 'https://dod-graph.microsoft.us', 'https://management.usgovcloudapi.net', 'https://login.microsoftonline.us'],
    ['china', 'https://microsoftgraph.chinacloudapi.cn', 'https://management.chinacloudapi.cn', 'https://login.chinacloudapi.cn'],
  ] as const)('is that of the cloud: %s', (cloud, graph, arm, login) => {
    const scopes = { graph: `${graph}/.default`, arm: `${arm}/.default` };
    expect(endpointsOf({ cloud, ...none }, {})).toEqual({ graph, arm, login, scopes, ownLogin: false });
  });

  it('is what the settings say, then what the environment says of the sign-in', () => {
    const environment = { AZURE_AUTHORITY_HOST: 'login.example' };
    expect(endpointsOf({ cloud: 'public', ...none }, environment)).toMatchObject({ login: 'https://login.example', ownLogin: true });
    const settings = { cloud: 'public', endpoints: { login: 'https://here.example/', graph: 'https://proxy.example/graph/' } } as const;
    const found = endpointsOf(settings, environment);
    expect(found).toMatchObject({ login: 'https://here.example', graph: 'https://proxy.example/graph' });
    expect(found.scopes.graph).toBe('https://graph.microsoft.com/.default');
    expect(endpointsOf({ cloud: 'china', ...none }, { AZURE_AUTHORITY_HOST: 'https://login.chinacloudapi.cn/' }).ownLogin).toBe(false);
  });

  it.each(['http://graph.example', 'https://user@graph.example', 'https://graph.example/?x=1', 'ftp://127.0.0.1', 'nonsense'])(
    'is not %s',
    (graph) => {
      expect(() => endpointsOf({ cloud: 'public', endpoints: { graph } }, {})).toThrow(EndpointError);
    },
  );

  it('is through the proxy of the environment, sign-in and all', async () => {
    const r = rig();
    const seen: string[] = [];
    const proxy = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://nothing');
      seen.push(`${url.origin}${url.pathname}`);
      const body = url.pathname.includes('openid-configuration')
        ? {
            issuer: 'https://localhost:9/x/v2.0',
            authorization_endpoint: 'https://localhost:9/a',
            token_endpoint: `https://localhost:9/${tenant}/oauth2/v2.0/token`,
            jwks_uri: 'https://localhost:9/k',
          }
        : url.pathname.includes('/token')
          ? { token_type: 'Bearer', expires_in: 3600, access_token: tokenOf({ tid: tenant }) }
          : { value: ['through'] };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    try {
      r.environment['HTTP_PROXY'] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      const endpoints = { graph: 'http://localhost:9', arm: 'http://localhost:9', login: 'http://localhost:9' };
      const { part } = await ask(await r.open({ settings: { endpoints } }), at('things'));
      expect(part.body).toEqual({ value: ['through'] });
      expect(seen).toContain('http://localhost:9/v1.0/things');
      expect(seen).toContain(`http://localhost:9/${tenant}/oauth2/v2.0/token`);
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  });

  it('is nowhere with a proxy that is none', async () => {
    const r = rig();
    r.environment['HTTPS_PROXY'] = 'socks5://proxy';
    await expect(r.open()).rejects.toThrow(NetworkError);
  });
});

describe('what is kept of words and tokens', () => {
  it.each([
    ['the token eyJhbGciOiJub25lIn0.eyJ0aWQiOiJ4In0.abc is old', 'the token [redacted] is old'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
    ['client_secret=abc123&grant_type=x', 'client_secret=[redacted]&grant_type=x'],
    ['see https://user:pass@host/x', 'see https://[redacted]@host/x'],
    [`a ${'x'.repeat(120)} b`, 'a [redacted] b'],
    [
      'role 62e90394-69f5-4237-9190-012177145e10 of Group.ReadWrite.All',
      'role 62e90394-69f5-4237-9190-012177145e10 of Group.ReadWrite.All',
    ],
  ])('%s', (message, kept) => {
    expect(safeWords(message)).toBe(kept);
  });

  it.each(['opaque', 'a.b', 'a.!!.c', `a.${Buffer.from('[1]').toString('base64url')}.c`, `a.${Buffer.from('{').toString('base64url')}.c`])(
    'nobody is told by %s',
    (token) => {
      expect(callerOf(token)).toEqual({ tenant: null, object: null, application: null, roles: [], scopes: [] });
    },
  );
});
