import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { azureCore } from '../../../connectors/microsoft/azure/core.ts';
import { azureConnector } from '../../../connectors/microsoft/azure/open.ts';
import { entraCore } from '../../../connectors/microsoft/entra/core.ts';
import { entraConnector } from '../../../connectors/microsoft/entra/open.ts';
import { instantOf } from '../../../src/base/instant.ts';
import type { Json } from '../../../src/base/json.ts';
import { memoryCapture } from '../../../src/capture/archive.ts';
import { wiring, type Wiring } from '../../../src/cli/wiring.ts';
import { collect } from '../../../src/collect/collect.ts';
import type { Connector, ConnectorCore } from '../../../src/contract/connector.ts';
import { analyze } from '../../../src/run/analyze.ts';
import { readConfiguration } from '../../../src/run/configuration.ts';
import { readCases, type Case } from '../../connectors/microsoft/matrix/case.ts';
import { wrongIn } from '../../connectors/microsoft/matrix/check.ts';
import { asOf, peopled, type Scanned } from '../../connectors/microsoft/matrix/scan.ts';
import { tenantId } from '../../connectors/microsoft/world/identifiers.ts';
import { microsoftOf } from '../../connectors/microsoft/world/respond.ts';
import { startCloud, type Cloud } from '../support/arm/cloud.ts';
import { armProgram, startArmServer, type ArmServer } from '../support/arm/server.ts';
import { installed } from '../support/install.ts';

const cores = [entraCore, azureCore] as readonly ConnectorCore<unknown>[];
const connectors = [entraConnector, azureConnector] as readonly Connector<unknown>[];
const own: Wiring = { ...wiring, connectors: cores };
const program = installed(armProgram);
const cases = readCases().filter((each) => 'azure' in each.world);

describe.runIf(program !== undefined)('Azure, as Microsoft’s own generated server writes it', () => {
  let arm: ArmServer;
  let cloud: Cloud;

  beforeAll(async () => {
    arm = await startArmServer(program ?? '');
    cloud = await startCloud(arm, tenantId);
  });
  afterAll(async () => {
    await cloud?.stop();
    await arm?.stop();
  });

  /** The real sessions over the network, the real collector, every rule. */
  async function scanned(given: Case): Promise<Scanned> {
    const tenant = microsoftOf(peopled(given.world), { now: asOf });
    await cloud.begin(tenant);
    const { endpoint } = cloud;
    const shared = {
      tenant: tenantId,
      credential: 'client-secret',
      clientId: tenantId,
      endpoints: { graph: endpoint, arm: endpoint, login: endpoint },
    };
    const groupMembers = given.groups ?? 'all';
    const configuration = readConfiguration({ connectors: { entra: { ...shared, groupMembers }, azure: shared } }, own);
    const capture = await collect({
      sources: connectors.map((connector) => ({
        connector,
        settings: (configuration.connectorSettings[connector.core.id] ?? {}) as Json,
      })),
      writer: memoryCapture(),
      io: {
        now: () => asOf,
        random: () => 0.5,
        sleep: () => Promise.resolve(),
        signal: new AbortController().signal,
        environment: { AZURE_CLIENT_SECRET: 'not-a-real-secret' },
      },
    });
    const analysis = await analyze({ capture, connectors: cores, configuration, asOf: instantOf(asOf), clock: () => asOf });
    return { ...analysis, configuration, notUnderstood: tenant.notUnderstood };
  }

  test.each(cases.map((each) => [each.file, each] as const))('%s is answered as it was worked out by hand', async (_, each) => {
    expect(wrongIn(each, await scanned(each))).toEqual([]);
  });

  test.each([
    ['another version than Microsoft’s client asks with', '/roleAssignments?api-version=2015-07-01', 400],
    ['a list written otherwise', '/roleassignments?api-version=2022-04-01', 404],
  ])('%s is refused', async (_, asked, status) => {
    const response = await fetch(`${arm.endpoint}/subscriptions/any/providers/Microsoft.Authorization${asked}`);
    expect(response.status).toBe(status);
  });

  test('its models have all that the tenants tell', () => {
    const said = new Set(
      arm
        .said()
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.replace(/^\S+ \S+ (\w+) of [^:]*/, '$1')),
    );
    expect([...said]).toEqual([]);
    expect(cloud.pages()).toBeGreaterThan(20 * cases.length);
  });
});
