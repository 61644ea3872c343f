// What an analysis of one AWS account costs, stage by stage, against JSON.parse of the same text. Prints; judges nothing.
//   node bench/analyze.ts [roles]
import { memoryCapture } from '../src/capture/archive.ts';
import { wiring } from '../src/cli/wiring.ts';
import { replay } from '../src/collect/replay.ts';
import { buildGraph, graphInputOf } from '../src/graph/build.ts';
import { judge } from '../src/judge/judge.ts';
import { createView } from '../src/paths/view.ts';
import { readConfiguration } from '../src/run/configuration.ts';
import { captureDumps } from '../src/run/import.ts';
import { totalsOf } from '../src/run/totals.ts';
import { asPrinted } from './estate/details.ts';
import { generateEstate } from './estate/estate.ts';

const roles = Number(process.argv[2] ?? 10_000);
const asOf = '2026-11-01T00:00:00.000Z';

const estate = generateEstate({ seed: 7, accounts: 1, roles, users: Math.ceil(roles / 100) });
const details = estate.accounts[0]?.details;
if (details === undefined) throw new Error('the estate has no account');
// As the AWS CLI prints it: that is the file an analysis starts from.
const text = asPrinted(details);
const bytes = new TextEncoder().encode(text);
const compact = JSON.stringify(details);

function megabytes(count: number): string {
  return `${(count / 1e6).toFixed(1)} MB`;
}

let unit = 0;
async function stage<T>(name: string, work: () => T | Promise<T>, count: (value: T) => string = () => ''): Promise<T> {
  const started = performance.now();
  const value = await work();
  const taken = performance.now() - started;
  if (unit === 0) unit = taken;
  const rss = Math.round(process.memoryUsage.rss() / 1e6);
  process.stdout.write(
    `${name.padEnd(14)} ${(taken / unit).toFixed(2).padStart(6)} × JSON.parse  ${Math.round(taken)} ms  ${rss} MB  ${count(value)}\n`,
  );
  return value;
}

process.stdout.write(`${roles} roles, ${megabytes(bytes.length)} indented, ${megabytes(compact.length)} compact\n`);
const configuration = readConfiguration({}, wiring);
const [core] = wiring.connectors;
if (core === undefined) throw new Error('there is no connector');
await stage('JSON.parse', () => JSON.parse(text) as object);
await stage('same, compact', () => JSON.parse(compact) as object);
async function* chunks(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1 << 20) yield bytes.subarray(at, at + (1 << 20));
}
const file = { format: 'aws-authorization-details', name: 'details.json', open: chunks };
const capture = await stage(
  'import',
  () => captureDumps(memoryCapture(), [file], wiring.connectors, configuration),
  (made) => `${made.count} pages`,
);
const replayed = await stage(
  'map',
  () => replay(capture, wiring.connectors),
  ({ facts }) => `${facts.size} facts`,
);
const elements = await stage(
  'resolve',
  () => [...core.resolve(replayed.facts, asOf, configuration.connectorSettings[core.id])],
  (all) => `${all.length} grants and links`,
);
const graph = await stage(
  'graph',
  () => buildGraph(graphInputOf(replayed.facts, elements, replayed.coverage, core.surfaces, replayed.gaps)),
  (made) => `${made.identities.length} identities`,
);
const view = createView(graph, { asOf, maxTimeBoundMs: configuration.maxTimeBoundDays * 86_400_000 });
const judged = await stage(
  'judge',
  () => judge({ view, rules: configuration.rules, remedy: () => [] }),
  ({ findings, totals }) => {
    const questions = totals.reduce((sum, each) => sum + each.questions, 0);
    return `${questions} questions, ${findings.length} findings`;
  },
);
await stage('totals', () => totalsOf(view, view.coverage(), judged.findings, judged.totals));
