import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { awsConnector } from '../../../connectors/aws/open.ts';
import { memoryCapture } from '../../../src/capture/archive.ts';
import { wiring } from '../../../src/cli/wiring.ts';
import { parseInstant } from '../../../src/base/instant.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import type { LifeCycleEvent } from '../../../src/model/life-cycle.ts';
import { readConfiguration } from '../../../src/run/configuration.ts';
import { realIo, scan, type Scan } from '../../../src/run/scan.ts';
import { replay } from '../../../src/collect/replay.ts';
import { installed, ministackEnvironment } from '../support/install.ts';
import { startMinistack, type Ministack } from '../support/ministack.ts';

const account = '111122223333';
const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';
const bin = installed(ministackEnvironment);
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: account }, Action: 'sts:AssumeRole' }],
});

const inline = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:ListBucket', Resource: '*' }] });

/** What is done, in this order, and what somebody who does it knows to have happened: the type, to whose name, and with what. */
const script: readonly (readonly [
  action: string,
  params: Readonly<Record<string, string>>,
  expected: readonly [LifeCycleEvent['type'], LifeCycleEvent['what'], whose: string | null, object: string | null] | null,
])[] = [
  ['CreateUser', { UserName: 'ann', Path: '/people/' }, ['account-created', 'account', 'user/ann', 'ann']],
  ['CreateUser', { UserName: 'bob' }, ['account-created', 'account', 'user/bob', 'bob']],
  ['CreateGroup', { GroupName: 'ops' }, ['account-created', 'account', 'group/ops', 'ops']],
  ['AttachUserPolicy', { UserName: 'ann', PolicyArn: admin }, ['granted', 'assignment', 'user/ann', admin]],
  ['AttachGroupPolicy', { GroupName: 'ops', PolicyArn: admin }, ['granted', 'assignment', 'group/ops', admin]],
  ['AddUserToGroup', { UserName: 'bob', GroupName: 'ops' }, ['granted', 'membership', 'user/bob', 'ops']],
  ['CreateRole', { RoleName: 'deploy', AssumeRolePolicyDocument: trust }, ['account-created', 'account', 'role/deploy', 'deploy']],
  ['PutRolePolicy', { RoleName: 'deploy', PolicyName: 'in', PolicyDocument: inline }, ['granted', 'assignment', 'role/deploy', 'in']],
  ['ListUsers', {}, null],
  ['DetachUserPolicy', { UserName: 'ann', PolicyArn: admin }, ['revoked', 'assignment', 'user/ann', admin]],
  ['RemoveUserFromGroup', { UserName: 'bob', GroupName: 'ops' }, ['revoked', 'membership', 'user/bob', 'ops']],
  ['AttachUserPolicy', { UserName: 'ann', PolicyArn: admin }, ['granted', 'assignment', 'user/ann', admin]],
  ['DeleteRolePolicy', { RoleName: 'deploy', PolicyName: 'in' }, ['revoked', 'assignment', 'role/deploy', 'in']],
  ['DeleteRole', { RoleName: 'deploy' }, ['account-deleted', 'account', 'role/deploy', 'deploy']],
  ['DeleteUser', { UserName: 'bob' }, ['account-deleted', 'account', 'user/bob', 'bob']],
];

describe.runIf(bin !== undefined)('the event history that ministack keeps', () => {
  let server: Ministack;
  let scanned: Scan;
  let facts: FactIndex;
  let begun = 0;

  beforeAll(async () => {
    if (bin === undefined) return;
    server = await startMinistack(bin);
    begun = Math.floor(Date.now() / 1000) * 1000;
    for (const [action, params] of script) await server.call('iam', action, params, account);
    const role = { RoleArn: `arn:aws:iam::${account}:role/audit`, RoleSessionName: 'scan' };
    const session = await server.call('sts', 'AssumeRole', role, account);
    const of = (name: string): string => new RegExp(`<${name}>([^<]+)</${name}>`).exec(session)?.[1] ?? '';
    await server
      .cloudTrail('CreateTrail', { Name: 'main', S3BucketName: 'logs', IsMultiRegionTrail: true }, account)
      .catch(() => undefined);
    const environment = {
      AWS_ENDPOINT_URL: server.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: of('AccessKeyId'),
      AWS_SECRET_ACCESS_KEY: of('SecretAccessKey'),
      AWS_SESSION_TOKEN: of('SessionToken'),
    };
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    // records are told in whole seconds, and a scan asks for those before its own
    await new Promise((resolve) => setTimeout(resolve, 1100));
    const configuration = readConfiguration({ connectors: { aws: { surfaces: ['trails', 'cloudtrail-events'] } } }, wiring);
    const io = realIo({ now: Date.now, random: Math.random, signal: new AbortController().signal, environment });
    scanned = await scan({ connectors: [awsConnector], configuration, writer: memoryCapture(), io });
    facts = (await replay(scanned.capture, wiring.connectors)).facts;
  }, 240_000);

  afterAll(async () => {
    vi.unstubAllEnvs();
    await server?.stop();
  });

  const events = (): readonly LifeCycleEvent[] =>
    [...facts.ofKind('life-cycle-event')].map(({ value }) => value).filter(({ type }) => type !== 'used');

  it('is told as what was done, each thing once', () => {
    const told = events().map(({ type, what, about, object }) => {
      const whose = about.find(({ kind }) => kind === 'aws-name')?.value.replace(`${account}:`, '') ?? null;
      return JSON.stringify([type, what, whose, object]);
    });
    const expected = script.flatMap(([, , each]) => (each === null ? [] : [JSON.stringify(each)]));
    expect(told.toSorted()).toEqual(expected.toSorted());
    expect(
      events().every(({ succeeded, sourceKind, region }) => succeeded && sourceKind === 'provider-log' && region === 'us-east-1'),
    ).toBe(true);
  });

  it('is told in its order, at the time it was done', () => {
    const order = events()
      .toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
      .map(({ at }) => parseInstant(at) ?? 0);
    expect(Math.min(...order)).toBeGreaterThanOrEqual(begun);
    expect(Math.max(...order)).toBeLessThanOrEqual(Date.now());
  });

  it('was whole up to a quarter of an hour ago, and the session that read it is told as use', () => {
    const [span, ...more] = [...facts.ofKind('log-span')].map(({ value }) => value);
    expect(more).toEqual([]);
    expect(span).toMatchObject({ source: 'aws:cloudtrail-events', region: 'us-east-1', tells: 'changes' });
    const to = parseInstant(span?.to ?? '') ?? 0;
    expect(Date.now() - to).toBeGreaterThanOrEqual(15 * 60_000);
    expect(Date.now() - to).toBeLessThan(20 * 60_000);
    expect([...facts.ofKind('life-cycle-event')].filter(({ value }) => value.type === 'used' && value.what === 'session')).not.toEqual([]);
  });

  it('is read whole, and no secret of it is kept', async () => {
    const lines = scanned.report.coverage.filter(({ surface }) => surface === 'aws:cloudtrail-events' || surface === 'aws:trails');
    expect(lines.map(({ surface, status, detail }) => [surface, status, detail])).toEqual([
      ['aws:cloudtrail-events', 'complete', null],
      ['aws:trails', 'complete', null],
    ]);
    let text = '';
    for await (const page of scanned.capture.pages()) text += JSON.stringify(page.body);
    expect(text).not.toContain('sts:AssumeRole');
    expect(text).toContain('DetachUserPolicy');
  });
});
