// A scan in a process of its own, so that its memory is its own: `node bench/tenant/scanning.ts STATE ENDPOINT`. Prints one line of JSON.
// Waits for documented rate limits pass at once: what is measured is the work. How long they would take is told beside it.
import { entraAreas } from '../../connectors/microsoft/entra/areas.ts';
import { entraCore } from '../../connectors/microsoft/entra/core.ts';
import { endpointsOf } from '../../connectors/microsoft/live/clouds.ts';
import { Services } from '../../connectors/microsoft/live/service.ts';
import { MicrosoftSession } from '../../connectors/microsoft/live/session.ts';
import { Tokens } from '../../connectors/microsoft/live/tokens.ts';
import { Secret } from '../../src/base/redact.ts';
import { createCapture } from '../../src/capture/archive.ts';
import { wiring } from '../../src/cli/wiring.ts';
import { collect } from '../../src/collect/collect.ts';
import type { Json } from '../../src/base/json.ts';
import type { Connector, ConnectorCore } from '../../src/contract/connector.ts';
import { networkSettings } from '../../src/http/network.ts';
import { httpSender } from '../../src/http/sender.ts';
import { analyze } from '../../src/run/analyze.ts';
import { readConfiguration } from '../../src/run/configuration.ts';
import { peakMemory } from '../organization/memory.ts';
import type { TenantFigures } from './figures.ts';
import { TENANT } from './world.ts';

const [state = '', endpoint = ''] = process.argv.slice(2);
const core = entraCore as ConnectorCore<unknown>;
const configuration = readConfiguration({ connectors: { entra: {} } }, { ...wiring, connectors: [core] });
const claims = Buffer.from(JSON.stringify({ tid: TENANT, oid: TENANT })).toString('base64url');
const started = performance.now();

/** What was waited for: it moves the clock and takes no time. */
let waited = 0;
const now = (): number => Date.now() + waited;
const connector: Connector<unknown> = {
  core,
  open: () => {
    const services = new Services({
      endpoints: endpointsOf({ cloud: 'public', endpoints: { graph: endpoint, arm: endpoint } }, {}),
      tokens: new Tokens(
        { kind: 'bench', getToken: () => Promise.resolve({ token: new Secret(`e30.${claims}.e30`), expiresAt: Number.MAX_SAFE_INTEGER }) },
        TENANT,
        now,
      ),
      sender: httpSender({ network: networkSettings({}), now, idleMs: 100_000, mostBytes: 128 * 1024 * 1024 }),
      graph: (request, send) => send(request),
    });
    return Promise.resolve(new MicrosoftSession({ calls: entraAreas.flatMap(({ calls }) => calls), services, own: 'graph', now }));
  },
};

const begun = peakMemory();
const capture = await collect({
  sources: [{ connector, settings: configuration.connectorSettings['entra'] as Json }],
  writer: await createCapture(state),
  io: {
    now,
    random: () => 0.5,
    sleep: (milliseconds) => {
      waited += milliseconds;
      return new Promise((resolve) => setImmediate(resolve));
    },
    signal: new AbortController().signal,
    environment: {},
  },
});
const captured = { milliseconds: performance.now() - started, peak: peakMemory(), pages: capture.count, waited };
const { report } = await analyze({ capture, connectors: [core], configuration, clock: now });
const figures: TenantFigures = {
  begun,
  captured,
  analysed: { milliseconds: performance.now() - started, peak: peakMemory() },
  identities: report.totals.identities.total,
  links: report.totals.links,
  grants: report.totals.grants,
  findings: report.findings.length,
  coverage: report.coverage.flatMap(({ surface, status, detail }) =>
    status === 'complete' ? [] : [`${surface} ${status}: ${detail ?? ''}`],
  ),
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
