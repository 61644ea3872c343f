import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import type { MicrosoftCall } from '../../../connectors/microsoft/call.ts';
import { entraAreas } from '../../../connectors/microsoft/entra/areas.ts';
import { entraSettings } from '../../../connectors/microsoft/entra/settings.ts';
import { openWith } from '../../../connectors/microsoft/open.ts';
import type { Json, JsonObject } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Part, Session } from '../../../src/contract/connector.ts';
import { graphDescription, prismProgram, startPrism, type Prism } from '../support/graph/prism.ts';
import { startRelay, type Relay } from '../support/graph/relay.ts';
import { installed } from '../support/install.ts';
import { namesOf, operationOf, optionsOf, sliced, type Later, type Operation } from '../support/graph/slice.ts';

const tenant = '11111111-2222-4333-8444-555555555555';
const other = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee';

/** What any call may need to be told what it is asked about. */
const args: JsonObject = {
  group: other,
  application: other,
  servicePrincipal: other,
  resource: other,
  agent: other,
  client: other,
  id: other,
  unit: other,
  service: 'PIM',
  category: 'RoleManagement',
  from: '2026-11-01T00:00:00Z',
  ids: [other],
  package: other,
  review: other,
  instance: other,
};

/** Calls of which the description, which is older, has no operation. https://learn.microsoft.com/graph/api has each. */
const notDescribed = [
  'AgentIdentities',
  'AgentSponsors',
  'AppActivity',
  'CredentialActivity',
  'Deleted-servicePrincipal',
  'GroupPimAssignments',
  'GroupPimEligibilities',
];

/** Properties and relations that came after it, each of them on its page below https://learn.microsoft.com/graph/api/resources. */
const laterProperties: Later = {
  '/beta/roleManagement/directory/roleDefinitions': { $select: ['isPrivileged'] },
  '/v1.0/applications': { $select: ['servicePrincipalLockConfiguration'] },
  '/v1.0/applications/{application-id}': { $select: ['servicePrincipalLockConfiguration'] },
  '/v1.0/directory/administrativeUnits': { $select: ['isMemberManagementRestricted'] },
  '/v1.0/identityGovernance/entitlementManagement/accessPackages/{accessPackage-id}': { $expand: ['resourceRoleScopes'] },
  '/v1.0/users': { $select: ['signInActivity'] },
};

/** Lists cast to a type, of which the description only has what every object has: they are held against the list of that type. */
const casts: Readonly<Record<string, string>> = { user: '/users', group: '/groups', application: '/applications' };

interface Described {
  readonly call: MicrosoftCall;
  readonly operation: Operation;
}

const calls = entraAreas.flatMap((each) => each.calls);
const found = installed(() => {
  prismProgram();
  return { graph: graphDescription('graph'), 'graph-beta': graphDescription('graph-beta') };
});
const descriptions = found ?? { graph: {}, 'graph-beta': {} };
const described = calls.flatMap((call): Described[] => {
  const { service } = call;
  if (service !== 'graph' && service !== 'graph-beta') return [];
  const method = call.body === undefined ? 'get' : 'post';
  const template = operationOf(descriptions[service], method, pathOf(call));
  return template === undefined ? [] : [{ call, operation: { method, template, root: service === 'graph' ? '/v1.0' : '/beta' } }];
});

const castProperties: Later = Object.fromEntries(
  Object.entries(casts).map(([type, template]) => [
    `/v1.0/directory/deletedItems/microsoft.graph.${type}`,
    {
      $select: namesOf(descriptions.graph, { method: 'get', template }, '$select').filter(
        (name) => name !== 'id' && name !== 'deletedDateTime',
      ),
    },
  ]),
);

let prism: Prism;
let relay: Relay;

beforeAll(async () => {
  if (found === undefined) return;
  const operations = (service: string): readonly Operation[] =>
    described.filter(({ call }) => call.service === service).map(({ operation }) => operation);
  const description = sliced(
    [
      { description: descriptions.graph, operations: operations('graph') },
      { description: descriptions['graph-beta'], operations: operations('graph-beta') },
    ],
    { ...laterProperties, ...castProperties },
  );
  prism = await startPrism(description);
  relay = await startRelay(prism.endpoint, tenant);
});
afterAll(async () => {
  await relay?.stop();
  await prism?.stop();
});

function pathOf(call: MicrosoftCall): string {
  return call.path(args).split('?')[0] ?? '';
}

function queryOf(call: MicrosoftCall): URLSearchParams {
  return new URLSearchParams(call.path(args).split('?')[1] ?? '');
}

async function opened(table: readonly MicrosoftCall[]): Promise<Session> {
  const endpoints = { graph: relay.endpoint, login: relay.endpoint };
  const settings = v.parse(entraSettings, { tenant, credential: 'client-secret', clientId: other, endpoints });
  const io = { now: () => Date.now(), signal: new AbortController().signal, environment: { AZURE_CLIENT_SECRET: 'not-a-real-secret' } };
  return openWith({ settings, io, calls: table, own: 'graph' });
}

async function asked(session: Session, { name, surface }: MicrosoftCall): Promise<Part> {
  const task = { boundary: `entra:${tenant}`, surface, args: { ...args, call: name } };
  const { parts } = await session.read([{ task, cursor: null }], new AbortController().signal);
  return parts[0];
}

describe.runIf(found !== undefined)('requests to Microsoft Graph, held against Microsoft’s own description in Prism', () => {
  test('the description has every operation that is asked for, but for those named here', () => {
    const known = new Set(described.map(({ call }) => call.name));
    expect(
      calls
        .map(({ name }) => name)
        .filter((name) => !known.has(name))
        .sort(),
    ).toEqual(notDescribed);
    expect(described.length).toBeGreaterThan(30);
  });

  test('properties that came later are still lacking in the description', () => {
    const here = described.flatMap(({ call, operation }) => {
      const description = descriptions[call.service === 'graph' ? 'graph' : 'graph-beta'];
      const at = `${operation.root}${operation.template}`;
      return (['$select', '$expand'] as const).flatMap((option) => {
        const named = new Set(namesOf(description, operation, option));
        return (laterProperties[at]?.[option] ?? []).filter((name) => named.has(name)).map((name) => `${at} ${name}`);
      });
    });
    expect(here).toEqual([]);
  });

  test('every option of every request is one that its operation takes', () => {
    const untold = described.flatMap(({ call, operation }) => {
      const options = optionsOf(descriptions[call.service === 'graph' ? 'graph' : 'graph-beta'], operation);
      return [...queryOf(call).keys()].filter((name) => !options.has(name)).map((name) => `${call.name} ${name}`);
    });
    expect(untold.sort()).toEqual([]);
  });

  test('every request is taken as it is sent, and its answer is a page', async () => {
    const session = await opened(calls);
    relay.relayed.length = 0;
    const refused: string[] = [];
    for (const { call } of described) {
      const part = await asked(session, call);
      if (part.refused !== undefined) refused.push(`${call.name}: ${part.refused} ${JSON.stringify(part.body)}`);
    }
    await session.close();
    const against = relay.relayed.filter((each) => each.status >= 400).map(({ url, status, violations }) => ({ url, status, violations }));
    expect(against).toEqual([]);
    expect(refused).toEqual([]);
    expect(relay.relayed).toHaveLength(described.length);
  });

  test.each([
    ['a property that there is not', '$select', 'id,displayNames', 'query.$select'],
    ['a relation that there is not', '$expand', 'owner', 'query.$expand'],
    ['a page size that is no number', '$top', 'all', 'query.$top'],
  ])('%s is refused, and no page comes of it', async (_, option, value, place) => {
    const whole = calls.find((each) => each.name === 'Applications');
    if (whole === undefined) throw new Error('there is no call for applications any more');
    const broken: MicrosoftCall = { ...whole, path: () => `/applications?${option}=${encodeURIComponent(value)}` };
    const session = await opened([broken]);
    relay.relayed.length = 0;
    const part = await asked(session, broken);
    await session.close();
    expect(relay.relayed.map(({ status }) => status)).toEqual([422]);
    expect(relay.relayed[0]?.violations.join()).toContain(place);
    expect(part.refused).toBeDefined();
  });

  test('what stands in the place of a list of ids is refused', async () => {
    const whole = calls.find((each) => each.name === 'ObjectsById');
    if (whole === undefined) throw new Error('there is no call for objects by id any more');
    const broken: MicrosoftCall = { ...whole, body: (): Json => ({ ids: 7 }) };
    const session = await opened([broken]);
    relay.relayed.length = 0;
    const part = await asked(session, broken);
    await session.close();
    expect(relay.relayed.map(({ status }) => status)).toEqual([422]);
    expect(isJsonObject(part.body) && part.refused !== undefined).toBe(true);
  });
});
