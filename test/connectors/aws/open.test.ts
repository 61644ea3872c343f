import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { awsCore } from '../../../connectors/aws/core.ts';
import type { TrustFact } from '../../../connectors/aws/facts.ts';
import { awsConnector } from '../../../connectors/aws/open.ts';
import { awsSettings } from '../../../connectors/aws/settings.ts';
import type { Answer, Part, Session } from '../../../src/contract/connector.ts';
import type { Task } from '../../../src/model/page.ts';
import { account, allow, arn, boundary, other, trusting, valuesOf } from './support/estate.ts';
import type { Said } from './support/server.ts';
import { caller, failure, result, StubAws } from './support/server.ts';

const settings = v.parse(awsSettings, { surfaces: ['authorization-details', 'credential-report', 'role-settings'] });
const details: Task = { boundary, surface: 'aws:authorization-details', args: {} };
const signal = new AbortController().signal;
let stub: StubAws;
let session: Session;

beforeEach(async () => {
  stub = new StubAws();
  saying(() => undefined);
  vi.stubEnv('AWS_ENDPOINT_URL', await stub.start());
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example');
  vi.stubEnv('AWS_PROFILE', undefined);
  session = await awsConnector.open(settings, { now: () => Date.parse('2026-11-22T00:00:00Z'), signal, environment: {} });
});
afterEach(async () => {
  await session.close();
  await stub.stop();
  vi.unstubAllEnvs();
});

async function ask(task: Task, cursor: string | null = null): Promise<{ readonly part: Part; readonly answer: Answer }> {
  const answer = await session.read([{ task, cursor }], signal);
  return { part: answer.parts[0], answer };
}
/** Answers who is calling, and what is said for the rest. */
function saying(rest: (action: string) => Said | undefined): void {
  stub.answer = ({ action }) => (action === 'GetCallerIdentity' ? caller(account) : rest(action));
}
const encoded = (document: object): string => encodeURIComponent(JSON.stringify(document));
const roleXml = (name: string): string =>
  `<member><Path>/</Path><RoleName>${name}</RoleName><RoleId>AROA${name}</RoleId><Arn>${arn(`role/${name}`)}</Arn><CreateDate>2024-01-02T03:04:05Z</CreateDate>` +
  `<AssumeRolePolicyDocument>${encoded(trusting({ Service: 'ec2.amazonaws.com' }))}</AssumeRolePolicyDocument><InstanceProfileList/>` +
  `<RolePolicyList><member><PolicyName>in</PolicyName><PolicyDocument>${encoded(allow('s3:%2A'))}</PolicyDocument></member></RolePolicyList>` +
  `<AttachedManagedPolicies/><Tags/><RoleLastUsed/></member>`;
const page = (name: string, more: string): Said =>
  result(
    'GetAccountAuthorizationDetails',
    `<UserDetailList/><GroupDetailList/><RoleDetailList>${roleXml(name)}</RoleDetailList><Policies/>${more}`,
  );

describe('a live session', () => {
  it('learns the account from the credentials, and its surfaces from there', async () => {
    saying(() => undefined);
    const [root] = awsCore.roots(settings);
    if (root === undefined) throw new Error('no root task');
    const { part, answer } = await ask(root);
    expect(part).toMatchObject({ next: null, body: { Account: account } });
    expect(part.body).not.toHaveProperty('$metadata');
    expect(answer.wire).toMatchObject({
      status: 200,
      requestId: 'request-GetCallerIdentity-',
      providerDate: '2026-11-22T00:00:00.000Z',
      sentAt: '2026-11-22T00:00:00.000Z',
    });
    expect(valuesOf(awsCore.map(root, part.body), 'boundary')).toMatchObject([{ id: boundary }]);
  });

  it('reads pages by their marker, documents as they came, times as instants', async () => {
    stub.answer = ({ action, body }) => {
      if (action === 'GetCallerIdentity') return caller(account);
      return body.get('Marker') === 'm1'
        ? page('two', '<IsTruncated>false</IsTruncated>')
        : page('one', '<IsTruncated>true</IsTruncated><Marker>m1</Marker>');
    };
    const first = await ask(details);
    expect(first.part).toMatchObject({ cursor: null, next: 'm1' });
    const second = await ask(details, first.part.next);
    expect(second.part).toMatchObject({ cursor: 'm1', next: null });
    expect(stub.asked.map((each) => [each.action, each.body.get('MaxItems'), each.body.get('Marker')])).toEqual([
      ['GetCallerIdentity', null, null],
      ['GetAccountAuthorizationDetails', '1000', null],
      ['GetAccountAuthorizationDetails', '1000', 'm1'],
    ]);
    const mapped = awsCore.map(details, first.part.body);
    expect(mapped.gaps).toEqual([]);
    expect(valuesOf(mapped, 'trust') as unknown as TrustFact[]).toEqual([
      { role: arn('role/one'), document: trusting({ Service: 'ec2.amazonaws.com' }) },
    ]);
    expect(valuesOf(mapped, 'usage')).toMatchObject([{ lastUsed: 'never' }]);
    expect(valuesOf(mapped, 'policy')).toMatchObject([{ versions: [{ document: allow('s3:%2A') }] }]);
    expect(valuesOf(mapped, 'identity').find((each) => each.kind === 'role')?.createdAt).toBe('2024-01-02T03:04:05.000Z');
  });

  it.each([
    [failure(403, 'AccessDenied', 'User: x is not authorized'), 'denied'],
    [failure(400, 'Throttling', 'Rate exceeded'), 'throttled'],
    [failure(403, 'InvalidClientTokenId'), 'expired-credentials'],
    [failure(500, 'ServiceFailure'), 'unreachable'],
    [{ status: 500, xml: '<html><body><h1>oops</h1></body></html>', type: 'text/html' }, 'unsupported'],
    [{ status: 500, xml: 'oops', type: 'text/plain' }, 'unsupported'],
    [{ status: 404, xml: '<!DOCTYPE html><p>hi<br></html>', type: 'text/html' }, 'unsupported'],
  ] as const)('hands over the refusal %j as %s, after one attempt', async (said, cause) => {
    saying(() => said);
    const { part, answer } = await ask(details);
    expect(part).toMatchObject({ refused: cause, next: null });
    expect(answer.wire.status).toBe(said.status);
    expect(stub.asked.filter((each) => each.action === 'GetAccountAuthorizationDetails')).toHaveLength(1);
  });

  it('does not take a page of success that is none of AWS for an empty account', async () => {
    for (const xml of ['<html><body>sign in</body></html>', '', '{}']) {
      saying(() => ({ status: 200, xml, type: 'text/html' }));
      const { part } = await ask(details);
      const gaps = part.refused === undefined ? awsCore.map(details, part.body).gaps : [part.refused];
      expect(gaps.length).toBeGreaterThan(0);
      expect(part.next).toBeNull();
    }
  });

  it('says unreachable when nobody answers', async () => {
    await stub.stop();
    const { part, answer } = await ask(details);
    expect(part.refused).toBe('unreachable');
    expect(answer.wire.status).toBeNull();
    await stub.start();
  });

  it('refuses a task of an account its credentials do not belong to', async () => {
    saying(() => page('one', '<IsTruncated>false</IsTruncated>'));
    const { part } = await ask({ ...details, boundary: `aws:${other}` });
    expect(part.refused).toBe('unsupported');
    expect(stub.asked.map((each) => each.action)).toEqual(['GetCallerIdentity']);
  });

  it('refuses a surface it cannot read without a request for it', async () => {
    saying(() => undefined);
    expect((await ask({ ...details, surface: 'aws:service-control-policies' })).part.refused).toBe('unsupported');
    expect(stub.asked.map((each) => each.action)).toEqual(['GetCallerIdentity']);
  });

  it('reads the longest sessions of roles', async () => {
    saying((action) =>
      result(
        action,
        `<Roles><member><Arn>${arn('role/r')}</Arn><RoleId>AROAR</RoleId><MaxSessionDuration>7200</MaxSessionDuration></member></Roles><IsTruncated>false</IsTruncated>`,
      ),
    );
    const task: Task = { boundary, surface: 'aws:role-settings', args: {} };
    const { part } = await ask(task);
    expect(valuesOf(awsCore.map(task, part.body), 'session-limit')).toMatchObject([{ maxSeconds: 7200 }]);
  });

  it('rejects when it is aborted', async () => {
    saying(() => page('one', ''));
    const abort = new AbortController();
    abort.abort();
    await expect(session.read([{ task: details, cursor: null }], abort.signal)).rejects.toThrow();
  });
});
