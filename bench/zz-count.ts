// What an analysis of AWS accounts costs, stage by stage, against JSON.parse of the same text. Prints; judges nothing.
//   node bench/analyze.ts [roles] [accounts]
// The roles are spread over the accounts. One account with very many, more than AWS lets one hold, shows where pairs of callers and
// roles of one account count; many accounts show how the cost grows with the estate.
import { memoryCapture } from '../src/capture/archive.ts';
import { wiring } from '../src/cli/wiring.ts';
import { replay } from '../src/collect/replay.ts';
import { credentialsOf } from '../src/run/analyze.ts';
import { buildGraph, graphInputOf } from '../src/graph/build.ts';
import { judge } from '../src/judge/judge.ts';
import { createView } from '../src/paths/view.ts';
import { readConfiguration } from '../src/run/configuration.ts';
import { captureDumps } from '../src/run/import.ts';
import { totalsOf } from '../src/run/totals.ts';
import { asPrinted } from './estate/details.ts';
import { generateEstate } from './estate/estate.ts';

const roles = Number(process.argv[2] ?? 10_000);
const accounts = Number(process.argv[3] ?? 1);
const asOf = '2026-11-01T00:00:00.000Z';

const perAccount = Math.ceil(roles / accounts);
const estate = generateEstate({ seed: 7, accounts, roles: perAccount, users: Math.ceil(perAccount / 100) });
// As the AWS CLI prints it: those are the files an analysis starts from.
const texts = estate.accounts.map(({ details }) => asPrinted(details));
const compact = estate.accounts.map(({ details }) => JSON.stringify(details));

function megabytes(parts: readonly string[]): string {
  return `${(parts.reduce((sum, part) => sum + part.length, 0) / 1e6).toFixed(1)} MB`;
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

process.stdout.write(`${roles} roles in ${accounts} accounts, ${megabytes(texts)} indented, ${megabytes(compact)} compact\n`);
const configuration = readConfiguration({}, wiring);
const [core] = wiring.connectors;
if (core === undefined) throw new Error('there is no connector');
await stage('JSON.parse', () => texts.map((text) => JSON.parse(text) as object));
await stage('same, compact', () => compact.map((text) => JSON.parse(text) as object));
const files = texts.map((text, number) => {
  const bytes = new TextEncoder().encode(text);
  async function* open(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 1 << 20) yield bytes.subarray(at, at + (1 << 20));
  }
  return { format: 'aws-authorization-details', name: `details-${number}.json`, open };
});
const capture = await stage(
  'import',
  () => captureDumps(memoryCapture(), files, wiring.connectors, configuration),
  (made) => `${made.count} pages`,
);
const replayed = await stage(
  'map',
  () => replay(capture, wiring.connectors),
  ({ facts }) => `${facts.size} facts`,
);
const elements = await stage(
  'resolve',
  () => { const c=process.cpuUsage().user; const all=[...core.resolve(replayed.facts, asOf, configuration.connectorSettings[core.id])]; console.log(all.length, (process.cpuUsage().user-c)/1000, "ms cpu");  const m=new Map<string,number>(); for(const e of all){const k=`${e.type} ${e.escalation??"-"}`; m.set(k,(m.get(k)??0)+1);} for(const [k,v] of [...m].sort((a,b)=>b[1]-a[1]).slice(0,8)) console.log(v,k); return all; },
  (all) => `${all.length} grants and links`,
);
process.exit(0);const graph = await stage(
  'graph',
  () =>
    buildGraph(
      graphInputOf(replayed.facts, credentialsOf(core, replayed.facts), elements, replayed.coverage, core.surfaces, replayed.gaps),
    ),
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
