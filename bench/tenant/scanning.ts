// A scan in a process of its own, so that its memory is its own: `node bench/tenant/scanning.ts STATE ROOT USERS NOW`. Prints one line of JSON.
import { instantOf } from '../../src/base/instant.ts';
import { captureBytes, createCapture } from '../../src/capture/archive.ts';
import { replay } from '../../src/collect/replay.ts';
import { httpSender } from '../../src/http/sender.ts';
import { networkSettings } from '../../src/http/network.ts';
import { viewOfReplay } from '../../src/run/analyze.ts';
import { reportOf } from '../../src/run/report-of.ts';
import { peakMemory } from '../organization/memory.ts';
import type { Taken, TenantFigures } from './figures.ts';
import { configurationFor, cores, scan } from './scan.ts';
import { sizeFor, tenantOf } from './tenant.ts';

const [state = '', root = '', users = '0', now = '0'] = process.argv.slice(2);
const tenant = tenantOf(sizeFor(Number(users)), Number(now));
const configuration = configurationFor(tenant);

let used = process.cpuUsage();
/** Since it was asked last. */
function taken(): Taken {
  const { user, system } = process.cpuUsage(used);
  used = process.cpuUsage();
  const told = { seconds: (user + system) / 1e6, peak: peakMemory() };
  // a long scan says where it is
  process.stderr.write(`  ${told.seconds.toFixed(1)} s of processor, peak ${Math.round(told.peak / 1e6)} MB\n`);
  return told;
}

function secondsOf(work: () => unknown): number {
  const started = performance.now();
  work();
  return (performance.now() - started) / 1000;
}

const begun = taken().peak;
const { capture, took } = await scan(tenant, configuration, await createCapture(state), root, (clock) =>
  httpSender({ network: networkSettings({}), now: clock, idleMs: 100_000, mostBytes: 128 * 1024 * 1024 }),
);
const captured = { ...taken(), pages: capture.count, took, stored: await captureBytes(state, capture.id) };

let bytes = 0;
let parsing = 0;
for await (const { body } of capture.pages()) {
  const text = JSON.stringify(body);
  bytes += text.length;
  // pages are parsed in less time than processor time is counted in; the better of three, as others work on this machine
  parsing += Math.min(...[0, 1, 2].map(() => secondsOf(() => JSON.parse(text) as unknown)));
}
const parsed = { seconds: parsing, peak: taken().peak, bytes };

/** As an analysis does: what was replayed is let go of, for judging needs the view alone. */
async function viewed() {
  const replayed = await replay(capture, cores);
  const map = taken();
  const asOf = replayed.lastReceivedAt ?? instantOf(tenant.now);
  // drained, and nothing of it kept
  const granted = cores.map((core) => {
    let grants = 0;
    for (const element of core.resolve(replayed.facts, asOf, configuration.connectorSettings[core.id])) if (!('to' in element)) grants++;
    return grants;
  });
  const resolve = taken();
  const view = viewOfReplay(replayed, cores, asOf, configuration);
  return { view, asOf, map, resolve, both: taken(), facts: replayed.facts.size, granted: granted.reduce((sum, each) => sum + each, 0) };
}

const { view, asOf, map, resolve, both, facts, granted } = await viewed();
const report = reportOf(view, cores, configuration, {
  version: 'bench',
  from: 'capture',
  asOf,
  asOfFrom: 'capture',
  capture: capture.id,
  pages: capture.count,
  inputs: [],
  connectors: [],
  rules: [],
  configuration: configuration.hash,
});
const judge = taken();

const figures: TenantFigures = {
  begun,
  captured,
  parsed,
  // the graph takes what resolving yields, so that it is resolved twice here
  stages: { map, resolve, graph: { ...both, seconds: both.seconds - resolve.seconds }, judge },
  facts,
  granted,
  identities: report.totals.identities.total,
  links: report.totals.links,
  grants: report.totals.grants,
  questions: report.totals.rules.reduce((sum, each) => sum + each.questions, 0),
  findings: report.findings.length,
  undetermined: report.undetermined.length,
  rules: Object.fromEntries(report.totals.rules.map(({ rule, findings }) => [rule, findings])),
  coverage: report.coverage.flatMap(({ boundary, surface, status, detail }) =>
    status === 'complete' ? [] : [`${boundary} ${surface} ${status}: ${detail ?? ''}`],
  ),
};
process.stdout.write(`${JSON.stringify(figures)}\n`);
