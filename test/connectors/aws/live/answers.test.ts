import { describe, expect, it, vi } from 'vitest';
import { Exchange } from '../../../../connectors/aws/live/exchange.ts';
import { plain, withoutSecrets } from '../../../../connectors/aws/live/plain.ts';
import { pageRead } from '../../../../connectors/aws/live/read.ts';
import { iamPaging } from '../../../../connectors/aws/calls/call.ts';
import { droppedSecret } from '../../../../src/base/redact.ts';
import type { Said } from '../support/server.ts';
import { failure, json, jsonFailure, result } from '../support/server.ts';
import { account, ask, never, rigs } from './support.ts';

const rig = rigs();
const list = result(
  'ListRoles',
  `<Roles><member><Arn>a</Arn></member><member><Arn>b</Arn></member></Roles><IsTruncated>false</IsTruncated>`,
);
const roots = json({ Roots: [{ Id: 'r-1', Name: 'Root' }] });
const half = (said: Said): Said => ({ ...said, xml: said.xml.slice(0, said.xml.length >> 1) });
const toEnd = (said: Said, end: string): Said => ({ ...said, xml: said.xml.slice(0, said.xml.indexOf(end) + end.length) });
const html = (status: number): Said => ({ status, xml: ' <!DOCTYPE html><html><body>sign in</body></html>', type: 'text/xml' });

describe.each([
  ['XML', { surface: 'role-settings' }, list],
  ['JSON', { surface: 'organization', args: { call: 'ListRoots' } }, roots],
] as const)('an answer in %s', (_, question, whole) => {
  it.each([
    ['that ends in the middle', half(whole), 'unreachable'],
    ['that ends after an element', toEnd(whole, question.surface === 'role-settings' ? '</member>' : '}'), 'unreachable'],
    ['that is empty', { ...whole, xml: '' }, 'unreachable'],
    ['that is cut off', { ...whole, cutAfter: whole.xml.length >> 1 }, 'unreachable'],
    ['that never comes', { ...whole, status: 0 }, 'unreachable'],
    ['that is a page of success', html(200), 'unsupported'],
    ['that is a page of failure', html(500), 'unsupported'],
    ['that is of another protocol', question.surface === 'role-settings' ? roots : list, 'unsupported'],
    ['that is a failure without a shape', { status: 500, xml: 'oops', type: 'text/plain' }, 'unsupported'],
    ['that is a failure without a body', { status: 500, xml: '' }, 'unsupported'],
    ['that is whole', whole, undefined],
  ] as const)('%s', async (__, said, cause) => {
    const it = rig();
    await it.start(() => said);
    const { part } = await ask(await it.open(), question);
    expect(part.refused).toBe(cause);
    expect(part.next).toBeNull();
  });
});

describe('an answer', () => {
  it('that begins and does not go on is given up', async () => {
    const it = rig();
    await it.start(() => ({ ...list, cutAfter: 20, hang: true }));
    expect((await ask(await it.open({}, never, 200), { surface: 'role-settings' })).part.refused).toBe('unreachable');
  });

  it('that does not begin is given up', async () => {
    const it = rig();
    await it.start(() => new Promise<Said>(() => undefined));
    expect((await ask(await it.open({}, never, 200), { surface: 'role-settings' })).part.refused).toBe('unreachable');
  });

  it.each([
    [jsonFailure(400, 'AccessDeniedException'), 'denied'],
    [jsonFailure(400, 'ThrottlingException'), 'throttled'],
    [jsonFailure(400, 'UnknownOperationException'), 'unsupported'],
    [jsonFailure(404, 'UnknownOperationException'), 'unsupported'],
    [jsonFailure(500, 'ServiceException'), 'unreachable'],
    [jsonFailure(400, 'ParentNotFoundException'), 'vanished'],
    [jsonFailure(400, 'AccessDeniedForDependencyException'), 'denied'],
  ] as const)('%j of a JSON service is %s', async (said, cause) => {
    const it = rig();
    await it.start(() => said);
    expect((await ask(await it.open(), { surface: 'organization', args: { call: 'ListRoots' } })).part.refused).toBe(cause);
  });

  it('that the table calls an answer though it is an error is a page', async () => {
    const it = rig();
    await it.start(() => jsonFailure(400, 'AWSOrganizationsNotInUseException', 'not in an organization'));
    const session = await it.open();
    const { part } = await ask(session, { surface: 'organization', args: { call: 'DescribeOrganization' } });
    expect(part).not.toHaveProperty('refused');
    expect(part.body).toEqual({ error: { name: 'AWSOrganizationsNotInUseException', message: 'not in an organization' } });
    expect((await ask(session, { surface: 'organization', args: { call: 'ListRoots' } })).part.refused).toBe('unsupported');
  });

  it('holds no secret', async () => {
    const it = rig();
    const device = `<member><SerialNumber>s</SerialNumber><Base32StringSeed>c2VlZA==</Base32StringSeed><QRCodePNG>cG5n</QRCodePNG></member>`;
    await it.start(() =>
      result('ListVirtualMFADevices', `<VirtualMFADevices>${device}</VirtualMFADevices><IsTruncated>false</IsTruncated>`),
    );
    const { part } = await ask(await it.open(), { surface: 'mfa-devices', args: { call: 'ListVirtualMFADevices' } });
    expect(part.body).toMatchObject({
      VirtualMFADevices: [{ SerialNumber: 's', Base32StringSeed: droppedSecret, QRCodePNG: droppedSecret }],
    });
  });
});

describe('paging', () => {
  it('goes on by the members that the table names, in the region that the task names', async () => {
    const it = rig();
    await it.start(({ input }) =>
      json(
        input['Marker'] === undefined ? { Keys: [], Truncated: true, NextMarker: 'n1' } : { Keys: [], Truncated: false, NextMarker: 'x' },
      ),
    );
    const session = await it.open();
    const question = { surface: 'kms-keys', args: { call: 'ListKeys', region: 'eu-west-3' } };
    const first = await ask(session, question);
    expect(first.part.next).toBe('n1');
    expect((await ask(session, { ...question, cursor: 'n1' })).part.next).toBeNull();
    const [, ...asked] = it.stub.asked;
    expect(asked.map(({ input, region, service }) => ({ input, region, service }))).toEqual([
      { input: { Limit: 1000 }, region: 'eu-west-3', service: 'kms' },
      { input: { Limit: 1000, Marker: 'n1' }, region: 'eu-west-3', service: 'kms' },
    ]);
  });

  it('is left to the mapping where the table says so', async () => {
    const it = rig();
    await it.start(() => json({ Policies: [], NextToken: 't1' }));
    const { part } = await ask(await it.open(), { surface: 'service-control-policies', args: { call: 'ListPolicies', token: 't0' } });
    expect(part).toMatchObject({ next: null, body: { NextToken: 't1' } });
    expect(it.stub.asked[1]?.input).toMatchObject({ Filter: 'SERVICE_CONTROL_POLICY', NextToken: 't0' });
  });

  const at = { task: { boundary: `aws:${account}`, surface: 'aws:x', args: {} }, cursor: null };
  it.each([
    [{ IsTruncated: true, Marker: 'm' }, 'm', undefined],
    [{ Marker: 'm' }, 'm', undefined],
    [{ IsTruncated: false, Marker: 'm' }, null, undefined],
    [{}, null, undefined],
    [{ IsTruncated: true }, null, 'malformed'],
    [{ IsTruncated: true, Marker: '' }, null, 'malformed'],
    [{ IsTruncated: true, Marker: 7 }, null, 'malformed'],
  ])('of %j goes on at %j, refused: %s', (body, next, refused) => {
    const { part } = pageRead(at, iamPaging, body);
    expect([part.next, part.refused]).toEqual([next, refused]);
  });
});

describe('an exchange', () => {
  it('sends nothing that its surface does not list', async () => {
    const send = vi.fn();
    const exchange = new Exchange({ now: () => 0 });
    for (const operation of ['DeleteRole', 'GetAccountAuthorizationDetails']) {
      const question = { service: 'iam', operation, input: {} } as const;
      await expect(exchange.send('aws:role-settings', question, { send }, never)).rejects.toMatchObject({ code: 'operation-not-allowed' });
    }
    expect(send).not.toHaveBeenCalled();
  });

  it('passes on what AWS refused in XML', async () => {
    const it = rig();
    await it.start(() => half(failure(403, 'AccessDenied')));
    expect((await ask(await it.open(), { surface: 'role-settings' })).part.refused).toBe('unreachable');
  });
});

describe('plain JSON', () => {
  it('has dates as instants, big integers as text, bytes as base64, absent members dropped', () => {
    const said = { a: new Date(0), b: 12n, c: Uint8Array.of(1, 2), d: undefined, e: [null, { $metadata: {}, f: 1 }] };
    expect(plain(said)).toEqual({ a: '1970-01-01T00:00:00.000Z', b: '12', c: 'AQI=', e: [null, { f: 1 }] });
  });

  it('has a mark where a secret stood, also where it was null, and nothing where there was none', () => {
    const body = { list: [{ s: 'x', t: 1 }, { s: null }, {}], one: { s: 'x' } };
    expect(
      withoutSecrets(body, [
        ['list', '*', 's'],
        ['one', 's'],
        ['none', 's'],
      ]),
    ).toEqual({
      list: [{ s: droppedSecret, t: 1 }, { s: droppedSecret }, {}],
      one: { s: droppedSecret },
    });
  });
});
