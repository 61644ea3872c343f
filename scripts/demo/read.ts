import { awsCore } from '../../connectors/aws/core.ts';
import { azureAreas } from '../../connectors/microsoft/azure/areas.ts';
import { azureCore } from '../../connectors/microsoft/azure/core.ts';
import type { MicrosoftCall } from '../../connectors/microsoft/call.ts';
import { entraAreas } from '../../connectors/microsoft/entra/areas.ts';
import { entraCore } from '../../connectors/microsoft/entra/core.ts';
import { endpointsOf } from '../../connectors/microsoft/live/clouds.ts';
import { Services } from '../../connectors/microsoft/live/service.ts';
import { MicrosoftSession } from '../../connectors/microsoft/live/session.ts';
import { Tokens } from '../../connectors/microsoft/live/tokens.ts';
import { instantOf } from '../../src/base/instant.ts';
import { Secret } from '../../src/base/redact.ts';
import { memoryCapture } from '../../src/capture/archive.ts';
import { collect } from '../../src/collect/collect.ts';
import type { ConnectorCore, Part, Session, TaskAt } from '../../src/contract/connector.ts';
import { demoSources } from '../../src/demo/estate.ts';
import { readAtOf, type DemoDay } from '../../src/demo/days.ts';
import type { Received } from '../../src/http/sender.ts';
import type { Page } from '../../src/model/page.ts';
import { objectId, appIdOf, tenantId } from '../../test/connectors/microsoft/world/identifiers.ts';
import { microsoftOf } from '../../test/connectors/microsoft/world/respond.ts';
import { brokerLog } from './audit.ts';
import { centerAnswer } from './center.ts';
import { tenantOn } from './tenant.ts';

/** What the real collector and sessions read of the sample company on a day. Throws where they asked something that nothing answers. */
export async function pagesOn(day: DemoDay): Promise<readonly Page[]> {
  const now = Date.parse(readAtOf(day));
  const tenant = microsoftOf(tenantOn(day), { now, pageSize: 100 });
  const open = (core: ConnectorCore<unknown>): Session =>
    core.id === 'aws' ? centerSession(day, now) : microsoftSession(core.id, now, tenant);
  const capture = await collect({
    sources: demoSources.map(({ connector, settings }) => {
      const core = coreOf(connector);
      return { connector: { core, open: () => Promise.resolve(open(core)) }, settings };
    }),
    writer: memoryCapture(),
    io: { now: () => now, random: () => 0.5, sleep: () => Promise.resolve(), signal: new AbortController().signal, environment: {} },
  });
  const [lacking] = tenant.notUnderstood;
  if (lacking !== undefined) throw new Error(`the tenant of ${day} does not understand ${lacking}`);
  const pages: Page[] = [];
  for await (const page of capture.pages()) pages.push(page);
  return pages;
}

function coreOf(id: string): ConnectorCore<unknown> {
  const core = ([awsCore, azureCore, entraCore] as readonly ConnectorCore<unknown>[]).find((each) => each.id === id);
  if (core === undefined) throw new Error(`no connector is called ${id}`);
  return core;
}

function centerSession(day: DemoDay, now: number): Session {
  const at = instantOf(now);
  const wire = { sentAt: at, receivedAt: at, providerDate: at, requestId: null, status: 200, raw: null };
  return {
    read: ([{ task, cursor }]: readonly [TaskAt, ...TaskAt[]]) => {
      const part: Part = { task, cursor, body: centerAnswer(day, task), next: null };
      return Promise.resolve({ parts: [part], wire });
    },
    close: () => Promise.resolve(),
  };
}

/** The real session, signed in, whose requests are answered here and not sent. */
function microsoftSession(id: string, now: number, tenant: ReturnType<typeof microsoftOf>): Session {
  const areas: readonly { readonly calls: readonly MicrosoftCall[] }[] = id === 'entra' ? entraAreas : azureAreas;
  const claims = { tid: tenantId, oid: objectId('vestige'), appid: appIdOf('vestige'), roles: ['Directory.Read.All'] };
  const token = {
    token: new Secret(`e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2lnbmF0dXJl`),
    expiresAt: now + 3_600_000,
  };
  const services = new Services({
    endpoints: endpointsOf({ cloud: 'public', endpoints: {} }, {}),
    tokens: new Tokens({ kind: 'test', getToken: () => Promise.resolve(token) }, tenantId, () => now),
    sender: {
      send: ({ method, url, body }) => {
        const sent = body === undefined ? {} : { body: JSON.parse(body) as unknown };
        const { status, headers, body: answer } = tenant.respond({ method, url, ...sent });
        const told = withBrokerLog(url, now, answer);
        const received: Received = {
          status,
          headers: { ...headers, date: new Date(now).toUTCString() },
          body: Buffer.from(asTheCompanyIsCalled(JSON.stringify(told)).replaceAll(LAST_SIGN_IN, instantOf(now - 14 * HOUR_MS))),
          sentAt: now,
          receivedAt: now,
        };
        return Promise.resolve(received);
      },
      close: () => undefined,
    },
    graph: (request, through) => through(request),
  });
  return new MicrosoftSession({
    calls: areas.flatMap(({ calls }) => calls),
    services,
    own: id === 'entra' ? 'graph' : 'arm',
    now: () => now,
  });
}

/** The literal tenant's log is empty. */
function withBrokerLog(url: string, now: number, answer: unknown): unknown {
  const text = decodeURIComponent(url).replaceAll('+', ' ');
  const from = /\/auditLogs\/directoryAudits\?.*loggedByService eq 'PIM' and activityDateTime ge ([\d-]+T[\d:.]+Z)/.exec(text)?.[1];
  return from === undefined ? answer : { ...(answer as object), value: brokerLog(from, instantOf(now)) };
}

/** The literal tenant's people all sign in at one moment; the company's did so in the afternoon before. */
const LAST_SIGN_IN = '2026-11-20T08:00:00Z';
const HOUR_MS = 3_600_000;

/** The literal tenant is Contoso's, and writes names with a dash. */
function asTheCompanyIsCalled(text: string): string {
  return text
    .replaceAll('contoso.example', 'kestrel-freight.example')
    .replaceAll('Contoso', 'Kestrel Freight')
    .replace(/\b([a-z]+)-([a-z]+)(@kestrel-freight\.example|_partner\.example#EXT#)/g, '$1.$2$3');
}
