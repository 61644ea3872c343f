import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { InstanceProfileFact, RunningWorkloadFact, WorkloadFact } from '../../../connectors/aws/facts.ts';
import { workloadArn } from '../../../connectors/aws/facts.ts';
import { awsConnector } from '../../../connectors/aws/open.ts';
import { memoryCapture } from '../../../src/capture/archive.ts';
import { wiring } from '../../../src/cli/wiring.ts';
import { collect } from '../../../src/collect/collect.ts';
import type { Json } from '../../../src/base/json.ts';
import type { CaptureReader } from '../../../src/contract/capture.ts';
import type { Report } from '../../../src/model/report.ts';
import { analyze } from '../../../src/run/analyze.ts';
import { readConfiguration } from '../../../src/run/configuration.ts';
import { installed } from '../support/install.ts';
import { motoNeeds, startMoto, type Moto } from '../support/moto.ts';
import { hurriedIo } from '../support/organization.ts';

const account = '111122223333';
const region = 'eu-central-1';
const needs = installed(motoNeeds);

/** What moto knows, and what it does not. Nothing is there to deploy to and no agent runs: of those moto knows the lists alone. */
const answered = [
  'lambda-functions',
  'ec2-instances',
  'cloudformation-stacks',
  'codebuild-projects',
  'glue-dev-endpoints',
  'sagemaker-notebooks',
  'stepfunctions-state-machines',
  'batch-job-definitions',
  'ecs-tasks',
  'codedeploy-deployment-groups',
  'bedrock-agent-runtimes',
];
const unknown = ['apprunner-services', 'bedrock-code-interpreters', 'bedrock-browsers', 'mwaa-environments'];
const settings: Json = { surfaces: ['authorization-details', ...answered, ...unknown], regions: [region] };

interface Expected {
  readonly workloads: readonly { readonly arn: string; readonly kind: string }[];
  readonly role: string;
  readonly definition: string;
  readonly profile: string;
  readonly secret: string;
}

describe.runIf(needs !== undefined)('a live scan of what runs as a role', () => {
  let moto: Moto;
  let expected: Expected;
  let capture: CaptureReader;
  let report: Report;
  let told: readonly { readonly key: string; readonly value: WorkloadFact }[];

  beforeAll(async () => {
    if (needs === undefined) return;
    moto = await startMoto(needs, { bare: true });
    const file = join(moto.folder, 'workloads.json');
    moto.python(join(import.meta.dirname, 'workloads.py'), moto.endpoint, account, region, file);
    expected = JSON.parse(readFileSync(file, 'utf8')) as Expected;
    const session = moto.session(account);
    // The SDK takes endpoints and credentials from the process's own environment, as it does for a user.
    for (const [name, value] of Object.entries(session)) vi.stubEnv(name, value);
    const configuration = readConfiguration({ connectors: { aws: settings } }, wiring);
    const sources = [{ connector: awsConnector, settings: configuration.connectorSettings['aws'] as Json }];
    capture = await collect({ sources, writer: memoryCapture(), io: hurriedIo(session) });
    const analysis = await analyze({ capture, connectors: wiring.connectors, configuration, clock: () => 0 });
    report = analysis.report;
    const facts: { readonly key: string; readonly value: WorkloadFact }[] = [];
    for await (const { envelope, body } of capture.pages()) {
      for (const fact of wiring.connectors.find(({ id }) => id === 'aws')?.map(envelope.task, body).facts ?? []) {
        if (fact.kind === 'workload') facts.push({ key: fact.key, value: fact.value as unknown as WorkloadFact });
      }
    }
    told = facts;
  }, 240_000);

  afterAll(async () => {
    vi.unstubAllEnvs();
    await moto?.stop();
  });

  it('reads whole what moto answers, and calls the rest unread', () => {
    const status = Object.fromEntries(report.coverage.map((line) => [line.surface, `${line.status} ${line.cause ?? ''}`]));
    expect([...answered, ...unknown].map((each) => `${each} ${status[`aws:${each}`] ?? 'no line'}`)).toEqual([
      ...answered.map((each) => `${each} complete `),
      ...unknown.map((each) => `${each} unread unsupported`),
    ]);
  });

  it('tells every workload with its role or its profile, and no other', () => {
    const line = (each: object): string => JSON.stringify(Object.entries(each).sort());
    const running = told.flatMap(({ key, value }) =>
      value.type === 'workload' ? [{ arn: workloadArn(key), ...withoutNames(value) }] : [],
    );
    expect([...new Set(running.map(line))].sort()).toEqual(expected.workloads.map(line).sort());
    expect(new Set(running.map(({ kind }) => kind)).size).toBe(11);
  });

  it('tells which role an instance profile holds, and nothing of an empty one', () => {
    const profiles = told.flatMap(({ key, value }) => (value.type === 'instance-profile' ? [[key, value] as const] : []));
    const web: InstanceProfileFact = { type: 'instance-profile', name: 'web', role: expected.role };
    expect(profiles).toEqual([[expected.profile, web]]);
  });

  it('tells which role the tasks of a definition run as, once', () => {
    const definitions = told.flatMap(({ key, value }) => (value.type === 'task-definition' ? [[key, value] as const] : []));
    expect(definitions).toEqual([[expected.definition, { type: 'task-definition', name: 'web:1', role: expected.role }]]);
  });

  it('keeps no secret of any of them', async () => {
    let pages = 0;
    for await (const page of capture.pages()) {
      pages++;
      expect(JSON.stringify(page), JSON.stringify(page.envelope.task)).not.toContain(expected.secret);
      expect(JSON.stringify(page)).not.toContain(Buffer.from(expected.secret).toString('base64'));
    }
    expect(pages).toBeGreaterThan(15);
  });
});

function withoutNames({
  kind,
  role,
  instanceProfile,
  usable,
  region: where,
}: RunningWorkloadFact): Omit<RunningWorkloadFact, 'type' | 'name' | 'region'> {
  expect(where).toBe(region);
  return { kind, role, instanceProfile, usable };
}
