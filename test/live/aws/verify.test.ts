import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { awsAccesses } from '../../../connectors/aws/access/list.ts';
import { sortOf } from '../../../connectors/aws/access/sort.ts';
import { awsConnector } from '../../../connectors/aws/open.ts';
import { awsPermissions } from '../../../connectors/aws/permissions.ts';
import type { AwsSettings } from '../../../connectors/aws/settings.ts';
import { cores } from '../../../connectors/list.ts';
import { isJsonObject, type Json } from '../../../src/base/json.ts';
import { memoryCapture } from '../../../src/capture/archive.ts';
import { replay } from '../../../src/collect/replay.ts';
import type { Access } from '../../../src/model/access.ts';
import type { Identity } from '../../../src/model/entity.ts';
import { factKinds } from '../../../src/model/fact.ts';
import type { JournalEntry } from '../../../src/model/history.ts';
import { readConfiguration } from '../../../src/run/configuration.ts';
import { captureLive, realIo } from '../../../src/run/scan.ts';
import { verify, type VerifyInput, type VerifyResult } from '../../../src/run/verify/verify.ts';
import { installed } from '../support/install.ts';
import { motoNeeds, startMoto, type Moto } from '../support/moto.ts';

const account = '111122223333';
const needs = installed(motoNeeds);
const given = { surfaces: ['authorization-details', 'access-keys', 'login-profiles', 'ssh-keys', 'service-specific-credentials'] };
const configuration = readConfiguration({ connectors: { aws: given } }, { rules: [], connectors: cores });
const settings = configuration.connectorSettings['aws'] as AwsSettings;
const trusting = (name: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: `arn:aws:iam::${account}:user/${name}` } }],
  });
const policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] });

describe.runIf(needs !== undefined)('verifying against moto', () => {
  let moto: Moto;
  let accesses: readonly Access[] = [];
  let identities: readonly Identity[] = [];
  const entries: JournalEntry[] = [];

  function iam(...args: readonly string[]): string {
    return moto.aws(account, 'iam', ...args, '--output', 'json');
  }

  function io(environment: Readonly<Record<string, string>>): VerifyInput['io'] {
    // The SDK takes endpoints and credentials from the process's own environment, as it does for a user.
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    return realIo({ now: Date.now, random: Math.random, signal: new AbortController().signal, environment });
  }

  function ask(of: readonly Access[], role = 'scan'): Promise<VerifyResult> {
    return verify({
      connectors: [awsConnector],
      configuration,
      io: io(moto.session(account, role)),
      targets: of.map((access) => ({
        access,
        subjectName: access.subject,
        ending: null,
        outcome: 'overdue',
        mayBe: false,
        since: null,
        lastSeen: '2023-03-01T09:00:00.000Z',
      })),
      near: () => ({ accesses, identities }),
      store: {
        async append(more) {
          const all = [...more];
          entries.push(...all);
          return { added: all.length, again: 0, corrected: 0 };
        },
      },
      capture: async () => ({ writer: memoryCapture(), abandon: async () => {} }),
    });
  }

  /** `attachment ann says`: what was said of each, by sort and name of whom. */
  function told({ results }: VerifyResult): readonly string[] {
    return results
      .map(({ target: { access }, says }) => `${sortOf(access) ?? ''} ${access.subject.split(/[:/]/).at(-1) ?? ''} ${says}`)
      .sort();
  }

  function of(sort: string, name: string): Access {
    const [found, ...more] = accesses.filter((each) => sortOf(each) === sort && each.subject.endsWith(`/${name}`));
    if (found === undefined || more.length > 0) throw new Error(`${more.length + 1} accesses of sort ${sort} and ${name}`);
    return found;
  }

  beforeAll(async () => {
    if (needs === undefined) return;
    moto = await startMoto(needs, { bare: true });
    iam('create-group', '--group-name', 'ops');
    const { Policy } = JSON.parse(iam('create-policy', '--policy-name', 'files', '--policy-document', policy)) as {
      Policy: { Arn: string };
    };
    for (const name of ['ann', 'bob', 'eve']) {
      iam('create-user', '--user-name', name);
      iam('create-access-key', '--user-name', name);
      iam('create-login-profile', '--user-name', name, '--password', 'Example-1234!');
      iam('attach-user-policy', '--user-name', name, '--policy-arn', Policy.Arn);
      iam('put-user-policy', '--user-name', name, '--policy-name', 'own', '--policy-document', policy);
      iam('add-user-to-group', '--user-name', name, '--group-name', 'ops');
      iam('create-role', '--role-name', `for-${name}`, '--assume-role-policy-document', trusting(name));
    }
    for (const role of ['scan', 'blind']) iam('create-role', '--role-name', role, '--assume-role-policy-document', trusting('ann'));
    const capture = await captureLive({
      connectors: [awsConnector],
      configuration,
      writer: memoryCapture(),
      io: io(moto.session(account)),
    });
    const { facts } = await replay(capture, cores);
    const all = factKinds.flatMap((kind) => [...facts.ofKind(kind)]);
    accesses = [...new Map(all.flatMap((fact) => [...(awsAccesses(fact) ?? [])]).map((access) => [access.id, access])).values()];
    identities = [...facts.ofKind('identity')].map(({ value }) => value);
  }, 240_000);

  afterAll(async () => {
    vi.unstubAllEnvs();
    await moto?.stop();
  });

  it('finds all that a scan just read, and calls nothing of it absent', async () => {
    const asked = accesses.filter(({ subject }) => !subject.endsWith(':root'));
    const result = await ask(asked);
    const sorts = ['access-key', 'attachment', 'group-membership', 'inline-policy', 'password', 'trust', 'user'];
    expect([...new Set(asked.map((each) => sortOf(each) ?? ''))].sort()).toEqual(sorts);
    expect(told(result).filter((line) => !line.endsWith(' present'))).toEqual([]);
    expect(result.results.length).toBeGreaterThan(20);
  });

  it('finds what was taken away to be gone, and what was forgotten to be there', async () => {
    const [key] = of('access-key', 'ann').objects;
    const [arn] = of('attachment', 'ann').objects;
    iam('delete-access-key', '--user-name', 'ann', '--access-key-id', key ?? '');
    iam('delete-login-profile', '--user-name', 'ann');
    iam('detach-user-policy', '--user-name', 'ann', '--policy-arn', arn ?? '');
    iam('delete-user-policy', '--user-name', 'ann', '--policy-name', 'own');
    iam('remove-user-from-group', '--user-name', 'ann', '--group-name', 'ops');
    iam('update-assume-role-policy', '--role-name', 'for-ann', '--policy-document', trusting('bob'));
    // forgotten of bob: all but the key, in whose place a new one was made
    const [old] = of('access-key', 'bob').objects;
    iam('create-access-key', '--user-name', 'bob');
    iam('delete-access-key', '--user-name', 'bob', '--access-key-id', old ?? '');
    const sorts = ['access-key', 'attachment', 'group-membership', 'inline-policy', 'password'];
    const forAnn = accesses.find((each) => sortOf(each) === 'trust' && each.objects[0]?.endsWith('/for-ann') === true);
    const forBob = accesses.find((each) => sortOf(each) === 'trust' && each.objects[0]?.endsWith('/for-bob') === true);
    const asked = [...sorts.flatMap((sort) => [of(sort, 'ann'), of(sort, 'bob')]), of('user', 'ann'), of('user', 'bob')];
    const result = await ask([...asked, ...[forAnn, forBob].flatMap((each) => each ?? [])]);
    expect(told(result)).toEqual(
      [
        ...sorts.map((sort) => `${sort} ann absent`),
        'access-key bob absent',
        ...sorts.slice(1).map((sort) => `${sort} bob present`),
        'trust ann absent',
        'trust bob present',
        'user ann present',
        'user bob present',
      ].sort(),
    );
    expect(entries.length).toBeGreaterThan(result.results.length);
  });

  it('finds all of a user who was deleted to be gone', async () => {
    const asked = ['access-key', 'attachment', 'group-membership', 'inline-policy', 'password', 'user'].map((sort) => of(sort, 'eve'));
    iam('delete-access-key', '--user-name', 'eve', '--access-key-id', of('access-key', 'eve').objects[0] ?? '');
    iam('delete-login-profile', '--user-name', 'eve');
    iam('detach-user-policy', '--user-name', 'eve', '--policy-arn', of('attachment', 'eve').objects[0] ?? '');
    iam('delete-user-policy', '--user-name', 'eve', '--policy-name', 'own');
    iam('remove-user-from-group', '--user-name', 'eve', '--group-name', 'ops');
    iam('delete-user', '--user-name', 'eve');
    expect(told(await ask(asked)).filter((line) => !line.endsWith(' absent'))).toEqual([]);
  });

  it('asks IAM Identity Center for people, memberships and assignments, by the directory that the instance tells', async () => {
    const json = (...args: readonly string[]): Readonly<Record<string, unknown>> =>
      JSON.parse(moto.aws(account, ...args, '--output', 'json')) as Readonly<Record<string, unknown>>;
    const [instance] = json('sso-admin', 'list-instances')['Instances'] as readonly [{ InstanceArn: string; IdentityStoreId: string }];
    const { InstanceArn: arn, IdentityStoreId: store } = instance;
    const boundary = `aws:identity-center/${arn.split('/').at(-1) ?? ''}`;
    const inStore = ['--identity-store-id', store];
    const person = (name: string): string => {
      const named = ['--user-name', name, '--display-name', name, '--name', `GivenName=${name},FamilyName=Example`];
      return String(json('identitystore', 'create-user', ...inStore, ...named)['UserId']);
    };
    const [mia, noa, lee] = [person('mia'), person('noa'), person('lee')];
    const group = String(json('identitystore', 'create-group', ...inStore, '--display-name', 'platform')['GroupId']);
    const join = (user: string): string =>
      String(
        json('identitystore', 'create-group-membership', ...inStore, '--group-id', group, '--member-id', `UserId=${user}`)['MembershipId'],
      );
    const joined = [mia, noa].map((user) => ({ user, id: join(user) }));
    const ofInstance = ['--instance-arn', arn];
    const set = (
      json('sso-admin', 'create-permission-set', ...ofInstance, '--name', 'Admin', '--session-duration', 'PT1H')['PermissionSet'] as {
        PermissionSetArn: string;
      }
    ).PermissionSetArn;
    const given = (user: string): readonly string[] => [
      ...[...ofInstance, '--permission-set-arn', set, '--target-type', 'AWS_ACCOUNT', '--target-id', account],
      ...['--principal-type', 'USER', '--principal-id', user],
    ];
    for (const user of [mia, noa]) moto.aws(account, 'sso-admin', 'create-account-assignment', ...given(user));
    const arnOf = (kind: string, id: string): string => `arn:aws:identitystore:::${kind}/${id}`;
    const told1 = (kind: 'identity' | 'membership' | 'assignment', value: object): readonly Access[] => [
      ...(awsAccesses({ kind, boundary, key: 'k', value: value as never }) ?? []),
    ];
    const people = [mia, noa, lee].flatMap((user) =>
      told1('identity', { id: arnOf('user', user), uid: user, kind: 'user', name: user, enabled: true }),
    );
    const members = joined.flatMap(({ user, id }) =>
      told1('membership', {
        type: 'directory-membership',
        user: arnOf('user', user),
        group: arnOf('group', group),
        id,
        createdAt: null,
        createdBy: null,
      }),
    );
    const assigned = [mia, noa].flatMap((principal) =>
      told1('assignment', { type: 'assignment', listing: 'l', permissionSet: set, account, principalType: 'USER', principal }),
    );
    identities = [
      ...identities,
      ...[mia, noa, lee].map((user): Identity => {
        const unknown = { nature: 'human', natureReason: '', createdAt: null, tags: {}, providerManaged: false, enabled: true } as const;
        return { id: arnOf('user', user), uid: user, kind: 'user', name: user, boundary, ...unknown };
      }),
    ];
    const all = [...people, ...members, ...assigned];
    expect(told(await ask(all)).filter((line) => !line.endsWith(' present'))).toEqual([]);
    moto.aws(account, 'identitystore', 'delete-group-membership', ...inStore, '--membership-id', joined[0]?.id ?? '');
    moto.aws(account, 'sso-admin', 'delete-account-assignment', ...given(mia));
    moto.aws(account, 'identitystore', 'delete-user', ...inStore, '--user-id', lee);
    expect(told(await ask(all))).toEqual(
      [
        ...[`directory-user ${mia} present`, `directory-user ${noa} present`, `directory-user ${lee} absent`],
        ...[`directory-membership ${mia} absent`, `directory-membership ${noa} present`],
        ...[`permission-set ${mia} absent`, `permission-set ${noa} present`],
      ].sort(),
    );
    moto.aws(account, 'sso-admin', 'delete-account-assignment', ...given(noa));
    moto.aws(account, 'identitystore', 'delete-group-membership', ...inStore, '--membership-id', joined[1]?.id ?? '');
    expect(told(await ask([...members, ...assigned])).filter((line) => !line.endsWith(' absent'))).toEqual([]);
  });

  it('says of nothing that it is gone where a permission is lost, and reads by the printed permissions', async () => {
    const documents = awsPermissions(settings);
    const documentOf = (name: string): Json => documents.find((each) => each.name === name)?.document ?? null;
    const [hub, probes] = [documentOf('hub-policy'), documentOf('verify-policy')];
    const put = (role: string, name: string, document: Json): string =>
      iam('put-role-policy', '--role-name', role, '--policy-name', name, '--policy-document', JSON.stringify(document));
    put('scan', 'hub', hub);
    put('scan', 'verify', probes);
    put('blind', 'verify', lacking(probes, 'iam:ListAttachedUserPolicies'));
    const asked = ['access-key', 'attachment', 'user'].map((sort) => of(sort, 'ann'));
    const authorise = async (after: string): Promise<void> => {
      const answer = await fetch(`${moto.endpoint}/moto-api/reset-auth`, {
        method: 'POST',
        body: after,
        headers: { 'content-type': 'text/plain' },
      });
      expect(answer.ok).toBe(true);
    };
    const environments = { scan: moto.session(account, 'scan'), blind: moto.session(account, 'blind') };
    expect(Object.keys(environments)).toEqual(['scan', 'blind']);
    vi.spyOn(moto, 'session').mockImplementation((_, role = 'scan') => environments[role as 'scan' | 'blind']);
    await authorise('0');
    try {
      expect(told(await ask(asked))).toEqual(['access-key ann absent', 'attachment ann absent', 'user ann present']);
      // neither keys nor attachments may be listed; the user may be asked for
      expect(told(await ask(asked, 'blind'))).toEqual(['access-key ann undetermined', 'attachment ann undetermined', 'user ann present']);
    } finally {
      await authorise('inf');
      vi.restoreAllMocks();
    }
  });
});

/** The same document without one action. */
function lacking(document: Json, action: string): Json {
  const statements = isJsonObject(document) ? document['Statement'] : undefined;
  if (!Array.isArray(statements)) throw new Error('the document has no statements');
  return {
    Version: '2012-10-17',
    Statement: (statements as readonly { readonly Action: readonly string[] }[]).map((each) => ({
      ...each,
      Action: each.Action.filter((name) => name !== action),
    })),
  };
}
