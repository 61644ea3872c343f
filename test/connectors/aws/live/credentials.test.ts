import { describe, expect, it } from 'vitest';
import { runs } from '../../../support/runs.ts';
import type { Asked, Said } from '../support/server.ts';
import { assumed, caller, failure, json, jsonFailure, result } from '../support/server.ts';
import { account, ask, other, rigs } from './support.ts';

const rig = rigs();
const roles = (): Said => result('ListRoles', '<Roles/><IsTruncated>false</IsTruncated>');
const settings = { role: 'audit/vestige', externalId: 'x-1' };
const asks = (asked: readonly Asked[]): readonly string[] => asked.map((each) => `${each.action} ${each.key}`);

describe('the account the scan starts from', () => {
  it('is asked once, when the session is opened, and its answer kept for the task', async () => {
    const it = rig();
    await it.start(roles);
    const session = await it.open();
    const { part, answer } = await ask(session, { surface: 'caller-identity', of: 'aws:caller' });
    expect(part).toMatchObject({ next: null, body: { Account: account } });
    expect(answer.wire).toMatchObject({ status: 200, requestId: 'request-GetCallerIdentity-' });
    await ask(session, { surface: 'role-settings' });
    expect(it.stub.counts()).toEqual({ GetCallerIdentity: 1, ListRoles: 1 });
  });

  it.each([
    [`arn:aws:iam::${account}:root`, 'root-credentials'],
    [`arn:aws-cn:iam::${account}:user/a`, 'wrong-partition'],
  ])('does not open for %s', async (arn, code) => {
    const it = rig();
    await it.start(roles);
    it.stub.answer = () => caller(account, arn);
    await expect(it.open()).rejects.toMatchObject({ code });
    expect(it.stub.asked).toHaveLength(1);
  });

  it('opens where it cannot be told, and refuses root when it is', async () => {
    const it = rig();
    await it.start(roles);
    let answers = [failure(503, 'ServiceUnavailable'), caller(account, `arn:aws:iam::${account}:root`)];
    it.stub.answer = () => {
      const [said, ...rest] = answers;
      answers = rest;
      return said;
    };
    const session = await it.open();
    expect((await ask(session, { surface: 'caller-identity', of: 'aws:caller' })).part.refused).toBe('denied');
  });

  it('is read with its own credentials though a role is named', async () => {
    const it = rig();
    await it.start(roles);
    await ask(await it.open(settings), { surface: 'role-settings' });
    expect(asks(it.stub.asked)).toEqual(['GetCallerIdentity AKIDHUB', 'ListRoles AKIDHUB']);
  });
});

describe('another account', () => {
  it.each([
    [`arn:aws:sts::${other}:assumed-role/vestige`, undefined],
    [`arn:aws:sts::${account}:assumed-role/vestige`, 'malformed'],
    [`arn:aws:sts::${other}:assumed-role/admin`, 'malformed'],
  ] as const)('is read with a session of its own role: that of %s is refused as %s', async (of, refused) => {
    const it = rig();
    await it.start(({ action }) => (action === 'AssumeRole' ? assumed('ASIAONE', undefined, of) : roles()));
    const { part } = await ask(await it.open(settings), { surface: 'role-settings', of: `aws:${other}` });
    expect(part.refused).toBe(refused);
    expect(it.stub.counts()['ListRoles']).toBe(refused === undefined ? 1 : undefined);
  });

  it('is read with a session of the role in it, asked for once by all that need it', async () => {
    const it = rig();
    await it.start(({ action }) => (action === 'AssumeRole' ? assumed('ASIAONE') : roles()));
    const session = await it.open(settings);
    const answers = await Promise.all([1, 2, 3].map(() => ask(session, { surface: 'role-settings', of: other })));
    expect(answers.map(({ part }) => part.refused)).toEqual([undefined, undefined, undefined]);
    expect(it.stub.counts()).toEqual({ GetCallerIdentity: 1, AssumeRole: 1, ListRoles: 3 });
    const [, assume, list] = it.stub.asked;
    expect(Object.fromEntries(assume?.body ?? [])).toMatchObject({
      RoleArn: `arn:aws:iam::${other}:role/audit/vestige`,
      RoleSessionName: 'vestige',
      ExternalId: 'x-1',
      DurationSeconds: '3600',
    });
    expect(list).toMatchObject({ key: 'ASIAONE', request: { headers: { 'x-amz-security-token': 'token' } } });
  });

  it('is named in its partition', async () => {
    const it = rig();
    await it.start(({ action }) => (action === 'AssumeRole' ? assumed('ASIAONE') : roles()));
    it.stub.answer = (asked) =>
      asked.action === 'GetCallerIdentity'
        ? caller(account, `arn:aws-cn:iam::${account}:user/a`)
        : asked.action === 'AssumeRole'
          ? assumed('A')
          : roles();
    await ask(await it.open({ ...settings, partition: 'aws-cn' }), { surface: 'role-settings', of: other });
    expect(it.stub.asked.map((each) => each.region)).toEqual(['cn-north-1', 'cn-north-1', 'cn-north-1']);
    expect(it.stub.asked[1]?.body.get('RoleArn')).toBe(`arn:aws-cn:iam::${other}:role/audit/vestige`);
  });

  it('is given a new session five minutes before the old one ends, not earlier', async () => {
    const it = rig();
    let made = 0;
    await it.start(({ action }) => (action === 'AssumeRole' ? assumed(`ASIA${++made}`) : roles()));
    const session = await it.open(settings);
    for (const minutes of [0, 54, 55]) {
      it.now = Date.parse('2026-11-22T00:00:00Z') + minutes * 60_000;
      await ask(session, { surface: 'role-settings', of: other });
    }
    expect(asks(it.stub.asked.filter(({ action }) => action === 'ListRoles'))).toEqual([
      'ListRoles ASIA1',
      'ListRoles ASIA1',
      'ListRoles ASIA2',
    ]);
  });

  it('does not ask for a session with each call when our clock is far ahead of the provider', async () => {
    const it = rig();
    it.now = Date.parse('2026-11-22T03:00:00Z');
    await it.start(({ action }) => (action === 'AssumeRole' ? assumed('ASIAONE') : roles()));
    const session = await it.open(settings);
    for (let i = 0; i < 3; i++) await ask(session, { surface: 'role-settings', of: other });
    expect(it.stub.counts()['AssumeRole']).toBe(1);
  });

  it('is refused by name once and for all when the role may not be assumed', async () => {
    const it = rig();
    await it.start(({ action }) => (action === 'AssumeRole' ? failure(403, 'AccessDenied', 'not authorized') : roles()));
    const session = await it.open(settings);
    for (const surface of ['role-settings', 'authorization-details']) {
      const { part } = await ask(session, { surface, of: other });
      expect(part.refused).toBe('denied');
      expect(JSON.stringify(part.body)).toContain(`arn:aws:iam::${other}:role/audit/vestige (sts:AssumeRole): not authorized`);
    }
    expect(it.stub.counts()).toEqual({ GetCallerIdentity: 1, AssumeRole: 1 });
  });

  it.each([
    [failure(400, 'Throttling'), 'throttled'],
    [failure(500, 'InternalFailure'), 'unreachable'],
    [result('AssumeRole', ''), 'malformed'],
  ] as const)('passes on that AssumeRole gave %j as %s', async (said, cause) => {
    const it = rig();
    let first = true;
    await it.start(({ action }) => {
      if (action !== 'AssumeRole') return roles();
      const now = first ? said : assumed('ASIAONE');
      first = false;
      return now;
    });
    const session = await it.open(settings);
    expect((await ask(session, { surface: 'role-settings', of: other })).part.refused).toBe(cause);
    const again = (await ask(session, { surface: 'role-settings', of: other })).part.refused;
    expect(again).toBe(cause === 'malformed' ? 'malformed' : undefined);
  });

  it('is not read without a role, nor is its organization asked with credentials of another', async () => {
    const it = rig();
    await it.start(roles);
    const session = await it.open();
    expect((await ask(session, { surface: 'role-settings', of: other })).part.refused).toBe('unsupported');
    expect((await ask(session, { surface: 'organization', args: { call: 'ListRoots' }, of: other })).part.refused).toBe('unsupported');
    expect(it.stub.counts()).toEqual({ GetCallerIdentity: 1 });
  });

  it('keeps few connections for many accounts', async () => {
    const it = rig();
    await it.start(({ action, body }) =>
      action === 'AssumeRole' ? assumed(`ASIA${body.get('RoleArn') ?? ''}`.replace(/\D/g, '')) : roles(),
    );
    const session = await it.open(settings);
    const batches = runs(2, 12);
    for (let batch = 0; batch < batches; batch++) {
      const accounts = Array.from({ length: 64 }, (_, i) => String(100_000_000_000 + batch * 64 + i));
      await Promise.all(accounts.map((of) => ask(session, { surface: 'role-settings', of })));
    }
    expect(it.stub.counts()).toEqual({ GetCallerIdentity: 1, AssumeRole: 64 * batches, ListRoles: 64 * batches });
    expect(await it.stub.connections()).toBeLessThanOrEqual(64);
  });
});

describe('credentials whose time is over', () => {
  it('of a role are thrown away once, and the question asked again with new ones', async () => {
    const it = rig();
    let made = 0;
    await it.start(({ action, key }) => {
      if (action === 'AssumeRole') return assumed(`ASIA${++made}`);
      return key === 'ASIA1' && it.stub.counts()['ListRoles'] !== 1 ? failure(403, 'ExpiredToken') : roles();
    });
    const session = await it.open(settings);
    const parts = [];
    for (let i = 0; i < 3; i++) parts.push((await ask(session, { surface: 'role-settings', of: other })).part.refused);
    expect(parts).toEqual([undefined, undefined, undefined]);
    expect(it.stub.counts()).toMatchObject({ AssumeRole: 2, ListRoles: 4 });
  });

  it('are renewed once for all that met it at the same time', async () => {
    const it = rig();
    let made = 0;
    await it.start(({ action, key }) =>
      action === 'AssumeRole' ? assumed(`ASIA${++made}`) : key === 'ASIA1' ? failure(403, 'ExpiredToken') : roles(),
    );
    const session = await it.open(settings);
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask(session, { surface: 'role-settings', of: other })));
    expect(answers.every(({ part }) => part.refused === undefined)).toBe(true);
    expect(it.stub.counts()['AssumeRole']).toBe(2);
  });

  it('of the chain that gives no newer ones are refused, in words, without asking for ever', async () => {
    const it = rig();
    await it.start(({ service }) =>
      service === 'organizations' ? jsonFailure(400, 'ExpiredTokenException', 'is expired') : failure(403, 'ExpiredToken'),
    );
    const session = await it.open(settings);
    const { part } = await ask(session, { surface: 'role-settings' });
    expect(part.refused).toBe('expired-credentials');
    expect(JSON.stringify(part.body)).toContain('the credential chain gives no newer ones');
    expect(it.stub.counts()['ListRoles']).toBe(2);
    await ask(session, { surface: 'organization', args: { call: 'ListRoots' } });
    expect(it.stub.counts()['ListRoots']).toBe(1);
  });

  it('of the hub do not make a role refused for good', async () => {
    const it = rig();
    let expired = true;
    await it.start(({ action }) => (action === 'AssumeRole' ? (expired ? failure(403, 'ExpiredToken') : assumed('ASIAONE')) : roles()));
    const session = await it.open(settings);
    expect((await ask(session, { surface: 'role-settings', of: other })).part.refused).toBe('expired-credentials');
    expired = false;
    expect((await ask(session, { surface: 'role-settings', of: other })).part.refused).toBeUndefined();
  });

  it('that AWS does not know are not asked for again', async () => {
    const it = rig();
    await it.start(() => failure(403, 'InvalidClientTokenId'));
    expect((await ask(await it.open(), { surface: 'role-settings' })).part.refused).toBe('expired-credentials');
    expect(it.stub.counts()['ListRoles']).toBe(1);
  });
});

describe('an abort', () => {
  it('ends the waiting for a session of a role', async () => {
    const it = rig();
    await it.start(({ action }) => (action === 'AssumeRole' ? new Promise<Said>(() => undefined) : json({})));
    const abort = new AbortController();
    const session = await it.open(settings);
    const answer = ask(session, { surface: 'role-settings', of: other }, abort.signal);
    setTimeout(() => {
      abort.abort();
    }, 30);
    await expect(answer).rejects.toThrow();
  });
});
