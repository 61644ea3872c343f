import { execFileSync } from 'node:child_process';
import { createSign, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { entraAreas } from '../../connectors/microsoft/entra/areas.ts';
import { entraCore } from '../../connectors/microsoft/entra/core.ts';
import { entraConnector } from '../../connectors/microsoft/entra/open.ts';
import { instantOf } from '../../src/base/instant.ts';
import type { Json } from '../../src/base/json.ts';
import { memoryCapture } from '../../src/capture/archive.ts';
import { wiring, type Wiring } from '../../src/cli/wiring.ts';
import { collect } from '../../src/collect/collect.ts';
import type { ConnectorCore } from '../../src/contract/connector.ts';
import type { Report } from '../../src/model/report.ts';
import { analyze, type Analysis } from '../../src/run/analyze.ts';
import { readConfiguration } from '../../src/run/configuration.ts';
import { outcomeOf } from '../../src/run/outcome.ts';
import { seeded } from './support/emulator.ts';
import { startTenant, type Tenant } from './support/tenant.ts';

/** Permissions that the emulator asks for where ours are finer: https://learn.microsoft.com/graph/permissions-reference has both. */
const inTheEmulator: Readonly<Record<string, string>> = {
  'GroupMember.Read.All': 'Group.Read.All',
  'AdministrativeUnit.Read.All': 'Directory.Read.All',
};
/** All that it gates on, but for the one that stands for all others. */
const gates = ['User.Read.All', 'Group.Read.All', 'Application.Read.All', 'RoleManagement.Read.Directory'];
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

const own: Wiring = { ...wiring, connectors: [entraCore] as readonly ConnectorCore<unknown>[] };
const folder = mkdtempSync(join(tmpdir(), 'vestige-emulators-'));
let tenant: Tenant;

async function scanned(environment: Readonly<Record<string, string>> = { AZURE_CLIENT_SECRET: seeded.secret }): Promise<Analysis> {
  const { endpoint } = tenant;
  const settings = { tenant: seeded.tenant, clientId: seeded.daemon, endpoints: { graph: endpoint, login: endpoint }, groupMembers: 'all' };
  const configuration = readConfiguration({ connectors: { entra: settings } }, own);
  const capture = await collect({
    sources: [{ connector: entraConnector, settings: (configuration.connectorSettings['entra'] ?? {}) as Json }],
    writer: memoryCapture(),
    io: {
      now: () => Date.now(),
      random: () => 0.5,
      sleep: () => Promise.resolve(),
      signal: new AbortController().signal,
      environment,
    },
  });
  return analyze({ capture, connectors: own.connectors, configuration, asOf: instantOf(Date.now()), clock: () => Date.now() });
}

function statuses(report: Report): ReadonlyMap<string, string> {
  return new Map(
    report.coverage.map(({ surface, status, cause }) => [surface, status === 'complete' ? status : `${status} ${cause ?? ''}`]),
  );
}

beforeAll(async () => {
  tenant = await startTenant();
  const forged = await tenant.entra.ask('POST', '/admin/api/tokens', {
    clientId: seeded.daemon,
    roles: ['RoleManagement.ReadWrite.Directory'],
    audience: 'https://graph.microsoft.com',
  });
  const { token } = forged.body as { readonly token: string };
  const made = await tenant.entra.ask(
    'POST',
    '/graph/v1.0/roleManagement/directory/roleAssignments',
    { principalId: seeded.alice, roleDefinitionId: globalAdministrator, directoryScopeId: '/' },
    token,
  );
  if (made.status !== 201) throw new Error(`the emulator made no role assignment: ${JSON.stringify(made)}`);
});
beforeEach(() => {
  tenant.granted = [...gates, 'Directory.Read.All'];
  tenant.meddle = () => undefined;
  tenant.asked.length = 0;
});
afterAll(async () => {
  await tenant?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('signing in to the emulator', () => {
  async function signsIn(environment: Readonly<Record<string, string>>): Promise<string> {
    return statuses((await scanned(environment)).report).get('entra:users') ?? 'not there';
  }

  test('works with a client secret, and not with another', async () => {
    expect(await signsIn({ AZURE_CLIENT_SECRET: seeded.secret })).toBe('complete');
    expect(await signsIn({ AZURE_CLIENT_SECRET: 'another' })).toMatch(/^unread (expired-credentials|denied)/);
  });

  test('works with a certificate, and not with one that is not registered', async () => {
    const [certificate, another] = ['registered', 'another'].map((name) => {
      const [key, public_] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
      execFileSync(
        'openssl',
        ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', public_, '-subj', '/CN=vestige', '-days', '2'],
        {
          stdio: 'ignore',
        },
      );
      const both = join(folder, `${name}.pem`);
      writeFileSync(both, `${readFileSync(key, 'utf8')}${readFileSync(public_, 'utf8')}`);
      const publicKey = execFileSync('openssl', ['x509', '-in', public_, '-noout', '-pubkey'], { encoding: 'utf8' });
      return { both, publicKey };
    });
    const put = await tenant.entra.ask('POST', `/admin/api/apps/${seeded.daemon}/keyCredentials`, { publicKey: certificate?.publicKey });
    expect(put.status).toBe(201);
    expect(await signsIn({ AZURE_CLIENT_CERTIFICATE_PATH: certificate?.both ?? '' })).toBe('complete');
    expect(await signsIn({ AZURE_CLIENT_CERTIFICATE_PATH: another?.both ?? '' })).toMatch(/^unread (expired-credentials|denied)/);
  });

  test('works with the token of another issuer that is trusted, for that subject alone', async () => {
    const issuer = await startIssuer();
    const subject = 'repo:example/scans:ref:refs/heads/main';
    const put = await tenant.entra.ask('POST', `/admin/api/apps/${seeded.daemon}/federated-credentials`, {
      name: 'workflow',
      issuer: issuer.url,
      subject,
    });
    expect(put.status).toBe(201);
    const file = join(folder, 'token');
    writeFileSync(file, issuer.sign(subject));
    expect(await signsIn({ AZURE_FEDERATED_TOKEN_FILE: file })).toBe('complete');
    writeFileSync(file, issuer.sign('repo:example/scans:pull_request'));
    expect(await signsIn({ AZURE_FEDERATED_TOKEN_FILE: file })).toMatch(/^unread (expired-credentials|denied)/);
    await issuer.stop();
  });

  test('is told as it is where the sign-in is out of order', async () => {
    await tenant.entra.ask('POST', '/admin/api/faults', { tokenError: 'temporarily_unavailable' });
    const { report } = await scanned();
    await tenant.entra.ask('DELETE', '/admin/api/faults');
    expect([...statuses(report).values()].filter((each) => each === 'complete')).toEqual([]);
    expect(outcomeOf(report, 'never').exit).toBe(3);
  });

  test('is done anew when the emulator’s clock has run past the end of the token', async () => {
    const before = tenant.signIns();
    let isLater = false;
    tenant.meddle = async (path) => {
      if (isLater || !path.includes('/users?')) return undefined;
      isLater = true;
      await tenant.entra.ask('POST', '/admin/api/clock', { advanceSeconds: 7_200 });
      return undefined;
    };
    const { report } = await scanned();
    await tenant.entra.ask('DELETE', '/admin/api/clock');
    expect(statuses(report).get('entra:users')).toBe('complete');
    expect(tenant.signIns()).toBe(before + 2);
  });
});

describe('reading the emulator', () => {
  test('finds who holds a role that was given there', async () => {
    const { view, report } = await scanned();
    const reach = view.reach(`entra/${seeded.tenant}/${seeded.alice}`, 'administer', `entra:${seeded.tenant}`);
    expect(reach?.bounds.hi).toBe('standing');
    expect(view.reach(`entra/${seeded.tenant}/${seeded.bob}`, 'administer', `entra:${seeded.tenant}`)).toBeUndefined();
    expect(outcomeOf(report, 'never').exit).toBe(3);
  });

  test.each(gates)('%s taken away is named on its surface, and nothing is clear that was not', async (permission) => {
    tenant.granted = gates;
    const whole = await scanned();
    tenant.granted = gates.filter((each) => each !== permission);
    const less = await scanned();
    const needing = entraAreas
      .flatMap(({ calls }) => calls)
      .filter(({ permissions }) => permissions.some((each) => (inTheEmulator[each] ?? each) === permission))
      .map(({ surface }) => surface);
    const [before, after] = [statuses(whole.report), statuses(less.report)];
    const lost = needing.filter((surface) => before.get(surface) !== 'unread denied' && after.get(surface) === 'unread denied');
    expect(lost.length).toBeGreaterThan(0);
    for (const line of less.report.coverage.filter(({ surface }) => lost.includes(surface))) {
      expect(line.cause, line.surface).toBe('denied');
      const named = `${line.permission} ${line.detail ?? ''}`;
      expect(needing.includes(line.surface) && entraPermissionsIn(named, permission), `${line.surface}: ${named}`).toBe(true);
    }
    const clears = new Map(whole.report.totals.rules.map((each) => [each.rule, each.clear]));
    // what a blind-spot rule finds clear is what was read
    const more = less.report.totals.rules.filter((each) => each.clear > (clears.get(each.rule) ?? 0) && each.rule !== 'blind-spot');
    expect(more.map(({ rule }) => rule)).toEqual([]);
    expect(outcomeOf(less.report, 'never').exit).toBe(3);
  });

  test.each([
    ['429 with a wait', 429, { 'retry-after': '3' }],
    ['500', 500, {}],
    ['503', 503, {}],
  ] as const)('every question answered first with %s ends as if it had not been', async (_, status, headers) => {
    const calm = await scanned();
    tenant.meddle = (path) => {
      const isFirst = !seen.has(path);
      seen.add(path);
      return isFirst ? { status, headers, body: { error: { code: 'fault', message: 'of the test' } } } : undefined;
    };
    const seen = new Set<string>();
    const faulty = await scanned();
    expect(statuses(faulty.report)).toEqual(statuses(calm.report));
    expect(found(faulty.report)).toEqual(found(calm.report));
    expect(found(calm.report).length).toBeGreaterThan(0);
    expect(seen.size).toBeGreaterThan(10);
  });
});

function found({ findings }: Report): readonly string[] {
  return findings.map(({ rule, subject, capability, scope }) => JSON.stringify([rule, subject.id, capability, scope])).sort();
}

function entraPermissionsIn(text: string, permission: string): boolean {
  const names = [permission, ...Object.entries(inTheEmulator).flatMap(([ours, theirs]) => (theirs === permission ? [ours] : []))];
  return names.some((name) => text.includes(name));
}

/** An issuer of tokens with its published keys. */
async function startIssuer(): Promise<{ readonly url: string; sign(subject: string): string; stop(): Promise<void> }> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const server = createServer((incoming, outgoing) => {
    const body =
      incoming.url === '/keys'
        ? { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] }
        : { issuer: url(), jwks_uri: `${url()}/keys` };
    outgoing.setHeader('content-type', 'application/json');
    outgoing.end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  function url(): string {
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  return {
    url: url(),
    sign(subject) {
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: url(), sub: subject, aud: 'api://AzureADTokenExchange', iat: now, nbf: now, exp: now + 600 };
      const signed = `${part({ alg: 'RS256', typ: 'JWT', kid: 'one' })}.${part(claims)}`;
      return `${signed}.${createSign('RSA-SHA256').update(signed).sign(privateKey).toString('base64url')}`;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
