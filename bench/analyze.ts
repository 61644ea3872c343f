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

const roles = Number(process.argv[2] ?? 10_000);
const asOf = '2026-11-01T00:00:00.000Z';
const account = '111122223333';

/** Repeatable numbers below `below`; a linear congruential generator (Numerical Recipes) is enough for an estate. */
let state = 7;
function dice(below: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}

const actions = [
  's3:GetObject',
  's3:PutObject',
  'sqs:SendMessage',
  'logs:PutLogEvents',
  'dynamodb:GetItem',
  'ec2:DescribeInstances',
  'kms:Decrypt',
];
const documents = Array.from({ length: 2000 }, (_, n) => ({
  Version: '2012-10-17',
  Statement: Array.from({ length: 4 }, (_, at) => ({
    Sid: `S${n}x${at}`,
    Effect: 'Allow',
    Action: Array.from({ length: 3 }, () => actions[dice(actions.length)]),
    Resource: Array.from({ length: 3 }, (_, k) => `arn:aws:s3:::bucket-${n}-${k}/*`),
  })),
}));

function role(n: number): object {
  const principal = n % 10 === 0 ? { AWS: `arn:aws:iam::${account}:root` } : { Service: 'lambda.amazonaws.com' };
  const name = `app-role-${n}`;
  const managed = n % 500 === 0 ? 'arn:aws:iam::aws:policy/AdministratorAccess' : `arn:aws:iam::${account}:policy/P${dice(400)}`;
  // Few documents are in many roles and many in few, as in a real account.
  const inline = documents[Math.floor((dice(1000) / 1000) ** 3 * documents.length)];
  return {
    Path: '/',
    RoleName: name,
    RoleId: `AROA${String(n).padStart(17, '0')}`,
    Arn: `arn:aws:iam::${account}:role/${name}`,
    CreateDate: '2024-03-01T09:00:00+00:00',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }] },
    InstanceProfileList: [],
    RolePolicyList: [{ PolicyName: 'inline', PolicyDocument: inline }],
    AttachedManagedPolicies: [{ PolicyName: managed.split('/').at(-1), PolicyArn: managed }],
    Tags: [{ Key: 'owner', Value: `team-${dice(90)}` }],
    RoleLastUsed: { LastUsedDate: '2026-10-01T00:00:00+00:00', Region: 'eu-west-1' },
  };
}

function policy(arn: string, document: unknown): object {
  const version = { Document: document, VersionId: 'v1', IsDefaultVersion: true, CreateDate: '2024-03-01T09:00:00+00:00' };
  const name = arn.split('/').at(-1);
  return { PolicyName: name, PolicyId: `ANPA${name}`, Arn: arn, Path: '/', DefaultVersionId: 'v1', PolicyVersionList: [version] };
}

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const text = JSON.stringify({
  UserDetailList: [],
  GroupDetailList: [],
  RoleDetailList: Array.from({ length: roles }, (_, n) => role(n)),
  Policies: [
    policy('arn:aws:iam::aws:policy/AdministratorAccess', everything),
    ...documents.slice(0, 400).map((document, n) => policy(`arn:aws:iam::${account}:policy/P${n}`, document)),
  ],
});
const bytes = new TextEncoder().encode(text);

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

process.stdout.write(`${roles} roles, ${(bytes.length / 1e6).toFixed(1)} MB\n`);
const configuration = readConfiguration({}, wiring);
const [core] = wiring.connectors;
if (core === undefined) throw new Error('there is no connector');
await stage('JSON.parse', () => JSON.parse(text) as object);
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
