import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsCore } from '../../../connectors/aws/core.ts';
import { readDocument, repeatedKey } from '../../../connectors/aws/documents.ts';
import type { PolicyFact, TrustFact } from '../../../connectors/aws/facts.ts';
import type { Json } from '../../../src/base/json.ts';
import {
  account,
  allow,
  arn,
  boundary,
  details,
  detailsTask,
  group,
  identityOf,
  mapDetails,
  other,
  policy,
  role,
  trusting,
  usageOf,
  user,
  valuesOf,
} from './support/estate.ts';
import { settingsOf } from './support/organization.ts';

function policies(mapped: ReturnType<typeof mapDetails>): PolicyFact[] {
  return valuesOf(mapped, 'policy') as unknown as PolicyFact[];
}

describe('a page of authorization details', () => {
  it('gives a user with its inline and attached policies, its groups, its boundary and its tags', () => {
    const mapped = mapDetails({
      users: [
        user('ann', {
          UserPolicyList: [{ PolicyName: 'in', PolicyDocument: allow('iam:*') }],
          AttachedManagedPolicies: [{ PolicyName: 'cm', PolicyArn: arn('policy/cm') }],
          GroupList: ['admins'],
          PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn('policy/limit') },
          Tags: [{ Key: 'owner', Value: 'team-a' }],
        }),
      ],
    });
    const ann = arn('user/ann');
    expect(mapped.gaps).toEqual([]);
    expect(identityOf(mapped, ann)).toMatchObject({
      kind: 'user',
      nature: 'unknown',
      boundary,
      tags: { owner: 'team-a' },
      createdAt: '2024-03-05T08:09:10.000Z',
      enabled: true,
      providerManaged: false,
    });
    expect(policies(mapped)).toEqual([
      {
        name: 'in',
        managed: 'inline',
        owner: ann,
        versions: [
          {
            id: 'inline',
            isDefault: true,
            createdAt: null,
            document: allow('iam:*'),
            pointer: '/PolicyDocument',
          },
        ],
      },
    ]);
    expect(mapped.facts.filter((fact) => fact.kind === 'attachment').map((fact) => fact.key)).toEqual([`${ann}|${arn('policy/cm')}`]);
    expect(valuesOf(mapped, 'membership')).toEqual([{ user: ann, groupName: 'admins' }]);
    expect(valuesOf(mapped, 'limiter')).toEqual([{ type: 'permissions-boundary', principal: ann, policy: arn('policy/limit') }]);
  });

  it('tells of the account and its root user once, whatever the number of items', () => {
    const mapped = mapDetails({ users: [user('ann'), user('bob')], groups: [group('admins')] });
    expect(valuesOf(mapped, 'boundary')).toEqual([{ id: boundary, kind: 'account', name: null }]);
    expect(identityOf(mapped, arn('root'))).toMatchObject({ kind: 'root', boundary });
    expect(identityOf(mapped, arn('group/admins'))).toMatchObject({ kind: 'group', nature: 'unknown' });
  });

  it('puts policies of AWS into the account of the page, in every partition, and takes nothing of another account', () => {
    const mapped = mapDetails({
      users: [user('eve', {}, other), user('chi', { Arn: arn('user/chi', account, 'aws-cn') })],
      policies: [
        policy('AdministratorAccess', { Arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }),
        policy('gov', { Arn: arn('policy/gov', other, 'aws-us-gov') }),
      ],
    });
    expect(mapped.gaps.map(({ boundary: of, cause, detail }) => [of, cause, detail.slice(0, detail.indexOf(' ('))])).toEqual([
      [boundary, 'malformed', `${arn('user/eve', other)} is not of the account that was asked, ${boundary}`],
      [boundary, 'malformed', `arn:aws-us-gov:iam::${other}:policy/gov is not of the account that was asked, ${boundary}`],
    ]);
    expect(mapped.facts.filter((fact) => fact.kind === 'policy').map((fact) => [fact.boundary, fact.key])).toEqual([
      [boundary, 'arn:aws:iam::aws:policy/AdministratorAccess'],
    ]);
    expect(mapped.facts.filter((fact) => fact.boundary !== boundary)).toEqual([]);
    expect(identityOf(mapped, `arn:aws-cn:iam::${account}:root`).boundary).toBe(boundary);
  });

  it('keeps every version of a managed policy and marks the default one', () => {
    const versions = ['v2', 'v1'].map((id) => ({
      VersionId: id,
      IsDefaultVersion: id === 'v1',
      Document: allow(`s3:${id}`),
      CreateDate: '2022-01-02T03:04:05Z',
    }));
    const mapped = mapDetails({ policies: [policy('cm', { PolicyVersionList: versions })] });
    expect(mapped.gaps).toEqual([]);
    expect(policies(mapped)[0]?.versions.map((each) => [each.id, each.isDefault])).toEqual([
      ['v2', false],
      ['v1', true],
    ]);
  });
});

describe('last use of a role', () => {
  const r = arn('role/r');
  const seen = (RoleLastUsed: Json | undefined): unknown =>
    usageOf(mapDetails({ roles: [role('r', RoleLastUsed === undefined ? { RoleLastUsed: undefined } : { RoleLastUsed })] }), r);

  it('is the time that is told', () => {
    expect(seen({ LastUsedDate: '2026-10-01T00:00:00Z', Region: 'eu-west-1' })).toMatchObject({
      lastUsed: '2026-10-01T00:00:00.000Z',
      lookBackDays: 400,
    });
  });
  it('is never within 400 days when the element is there and empty', () => {
    expect(seen({})).toMatchObject({ lastUsed: 'never', lookBackDays: 400 });
  });
  it('is unknown, not never, when the element is not there', () => {
    expect(seen(undefined)).toMatchObject({ lastUsed: 'unknown' });
  });
  it('is unknown with a gap when it cannot be read', () => {
    for (const broken of [null, { LastUsedDate: 'yesterday' }, 'never'] as const) {
      const mapped = mapDetails({ roles: [role('r', { RoleLastUsed: broken })] });
      expect(usageOf(mapped, r)).toMatchObject({ lastUsed: 'unknown' });
      expect(mapped.gaps).toMatchObject([{ cause: 'malformed', subject: r }]);
    }
  });
});

describe('the nature of a role', () => {
  const cases: readonly (readonly [string, Json, string])[] = [
    ['an AWS service', { Service: 'lambda.amazonaws.com' }, 'non-human'],
    ['several services', { Service: ['ec2.amazonaws.com', 'rolesanywhere.amazonaws.com'] }, 'non-human'],
    ['a workload identity provider', { Federated: arn('oidc-provider/token.actions.githubusercontent.com') }, 'non-human'],
    ['a SAML provider', { Federated: arn('saml-provider/okta') }, 'human'],
    ['the account access manager', { Service: 'account-access.amazonaws.com' }, 'human'],
    ['an account', { AWS: arn('root') }, 'unknown'],
    ['a service and an account', { Service: 'ec2.amazonaws.com', AWS: arn('user/ann') }, 'unknown'],
    ['people and programs', { Service: 'ec2.amazonaws.com', Federated: arn('saml-provider/okta') }, 'unknown'],
    ['Cognito', { Federated: 'cognito-identity.amazonaws.com' }, 'unknown'],
    ['anyone', '*', 'unknown'],
  ];
  it.each(cases)('trusting %s', (_, principal, nature) => {
    const mapped = mapDetails({ roles: [role('r', { AssumeRolePolicyDocument: trusting(principal) })] });
    expect(identityOf(mapped, arn('role/r')).nature).toBe(nature);
    expect(identityOf(mapped, arn('role/r')).natureReason).not.toBe('');
  });
  it('is human for what IAM Identity Center makes and non-human for service-linked roles, which AWS manages', () => {
    const sso = arn('role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef');
    const linked = arn('role/aws-service-role/support.amazonaws.com/AWSServiceRoleForSupport');
    const mapped = mapDetails({ roles: [role('s', { Arn: sso }), role('l', { Arn: linked })] });
    expect(identityOf(mapped, sso)).toMatchObject({ nature: 'human', providerManaged: false });
    expect(identityOf(mapped, linked)).toMatchObject({ nature: 'non-human', providerManaged: true });
  });
});

describe('documents', () => {
  const text = JSON.stringify(allow('iam:%2A', 'arn:aws:s3:::b/%7Bx%7D'));

  it('are taken as objects, as plain text and percent-encoded, decoded exactly once', () => {
    for (const given of [JSON.parse(text) as Json, text, `\n ${text}`, encodeURIComponent(text), encodeURIComponent(` ${text}`)]) {
      expect(readDocument(given)).toEqual({ ok: true, document: JSON.parse(text) as Json });
    }
  });
  it('are refused when encoded twice, broken, no object, or when a key is there twice', () => {
    const code = (given: Json | undefined): string => {
      const read = readDocument(given);
      return read.ok ? 'ok' : read.code;
    };
    expect(code(encodeURIComponent(encodeURIComponent(text)))).toBe('not-json');
    expect(code(`${encodeURIComponent(text)}%`)).toBe('not-percent-encoded');
    expect(code('%7Bnot json')).toBe('not-json');
    expect(code('')).toBe('not-json');
    expect(code('[]')).toBe('not-a-document');
    expect(code(null)).toBe('not-a-document');
    expect(code(undefined)).toBe('absent');
    expect(code('{"Statement":[{"Effect":"Deny","Effect":"Allow"}]}')).toBe('repeated-key');
    expect(code('{"Statement" : [{"Effect":"Deny", "\\u0045ffect" :"Allow"}]}')).toBe('repeated-key');
  });
  it('come back the same from any JSON object, plain or encoded', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ unit: 'binary' }).filter((key) => key !== '__proto__'),
          fc.jsonValue(),
        ),
        (document) => {
          const written = JSON.stringify(document);
          const expected = { ok: true, document: JSON.parse(written) as Json };
          expect(readDocument(written)).toEqual(expected);
          if (written.isWellFormed()) expect(readDocument(encodeURIComponent(written))).toEqual(expected);
        },
      ),
    );
  });
  it('with no repeated key are never said to have one, however they are laid out', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const written = JSON.stringify(value, null, indent).replaceAll('":', '" :');
        let parsed: Json;
        try {
          parsed = JSON.parse(written) as Json;
        } catch {
          return;
        }
        expect(repeatedKey(written, parsed)).toBeUndefined();
      }),
    );
  });
});

describe('a malformed item', () => {
  it('without an ARN is a gap of the whole boundary, with its place, and the rest is kept', () => {
    const mapped = awsCore.map(detailsTask, {
      ...details({ users: [user('ann'), user('bob', { Arn: undefined }), 'text', user('eve')] }),
      $places: { file: 'a.json', lines: { UserDetailList: [3, 40, 77, 90] } },
    });
    expect(mapped.gaps).toHaveLength(2);
    expect(mapped.gaps[0]).toMatchObject({ boundary, surface: 'aws:authorization-details', cause: 'malformed' });
    expect(mapped.gaps[0]).not.toHaveProperty('subject');
    expect(mapped.gaps[0]?.detail).toContain('/UserDetailList/1, a.json line 40');
    expect(mapped.gaps[1]?.detail).toContain('a.json line 77');
    expect(valuesOf(mapped, 'identity').map((each) => each.name)).toEqual(['root user', 'ann', 'eve']);
  });
  it('with an ARN of another kind is not taken for what its list says', () => {
    const mapped = mapDetails({ roles: [role('r', { Arn: arn('user/r') })] });
    expect(valuesOf(mapped, 'identity')).toEqual([]);
    expect(mapped.gaps).toHaveLength(1);
  });
  it('keeps a role whose trust policy cannot be read, with a trust of null', () => {
    for (const broken of ['{"Statement":', undefined, 7] as const) {
      const mapped = mapDetails({ roles: [role('r', { AssumeRolePolicyDocument: broken })] });
      expect(identityOf(mapped, arn('role/r'))).toMatchObject({ kind: 'role', nature: 'unknown' });
      expect(valuesOf(mapped, 'trust') as unknown as TrustFact[]).toEqual([{ role: arn('role/r'), document: null }]);
      expect(mapped.gaps).toMatchObject([{ subject: arn('role/r'), cause: 'malformed' }]);
      expect(mapped.gaps[0]?.detail).toContain('/RoleDetailList/0/AssumeRolePolicyDocument');
    }
  });
  it('never turns a list that is not there into an empty one', () => {
    const lists = ['RolePolicyList', 'AttachedManagedPolicies', 'InstanceProfileList'] as const;
    for (const list of lists) {
      for (const value of [undefined, null, {}] as const) {
        const mapped = mapDetails({ roles: [role('r', { [list]: value })] });
        expect(mapped.gaps).toMatchObject([{ subject: arn('role/r'), cause: 'malformed' }]);
        expect(mapped.gaps[0]?.detail).toContain(list);
      }
    }
    expect(mapDetails({ users: [user('u', { GroupList: undefined })] }).gaps).toHaveLength(1);
    expect(mapDetails({ groups: [group('g', { GroupPolicyList: undefined })] }).gaps).toHaveLength(1);
  });
  it('takes a user without UserPolicyList as one without inline policies, as IAM writes it', () => {
    expect(mapDetails({ users: [user('u', { UserPolicyList: undefined })] }).gaps).toEqual([]);
    expect(mapDetails({ users: [user('u', { UserPolicyList: null })] }).gaps).toHaveLength(1);
  });
  it('gives no policy for one without versions, and a gap for one without a default or with a contradiction', () => {
    const none = mapDetails({ policies: [policy('p', { PolicyVersionList: undefined })] });
    expect([policies(none), none.gaps.length]).toEqual([[], 1]);
    const noDefault = mapDetails({
      policies: [policy('p', { DefaultVersionId: 'v9', PolicyVersionList: [{ VersionId: 'v1', Document: allow('*') }] })],
    });
    expect(noDefault.gaps).toMatchObject([{ subject: arn('policy/p') }]);
    const contradicting = mapDetails({ policies: [policy('p', { DefaultVersionId: 'v2' })] });
    expect(contradicting.gaps).toMatchObject([{ subject: arn('policy/p') }]);
  });
  it('says so when the boundary of a principal, an attachment, a membership or a tag cannot be read', () => {
    const broken = user('u', {
      PermissionsBoundary: {},
      AttachedManagedPolicies: [{ PolicyName: 'x' }, 'y'],
      GroupList: [1],
      UserPolicyList: [{ PolicyDocument: allow('*') }],
      Tags: [{ Value: 'v' }],
      CreateDate: 'long ago',
    });
    const mapped = mapDetails({ users: [broken, user('fine')] });
    expect(mapped.gaps).toHaveLength(7);
    expect(new Set(mapped.gaps.map((each) => each.subject))).toEqual(new Set([arn('user/u')]));
    expect(identityOf(mapped, arn('user/fine')).name).toBe('fine');
  });
  it('as a whole page is a gap', () => {
    for (const body of [null, [], {}, 'html', { ...details({}), UserDetailList: {} }] as const) {
      const mapped = awsCore.map(detailsTask, body);
      expect(mapped.facts).toEqual([]);
      expect(mapped.gaps).toMatchObject([{ boundary, cause: 'malformed' }]);
    }
    const cutShort = awsCore.map(detailsTask, { ...details({ users: [user('u')] }), IsTruncated: true });
    expect(cutShort.gaps).toHaveLength(1);
  });
  it('is a gap where the page lacks a list, which the API gives even when it is empty', () => {
    const { UserDetailList: _, ...rest } = details({ roles: [role('r')] });
    expect(awsCore.map(detailsTask, rest).gaps).toMatchObject([{ detail: 'the answer lacks UserDetailList' }]);
    expect(awsCore.map(detailsTask, { ...rest, $places: { file: 'dump.json', lines: {} } }).gaps).toEqual([]);
  });
  it('is never lost: whatever is damaged in a role, there is a fact less or a gap more', () => {
    const whole = role('r', {
      RolePolicyList: [{ PolicyName: 'in', PolicyDocument: allow('*') }],
      AttachedManagedPolicies: [{ PolicyName: 'a', PolicyArn: arn('policy/a') }],
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn('policy/b') },
    });
    const deciding = [
      'Arn',
      'AssumeRolePolicyDocument',
      'RolePolicyList',
      'InstanceProfileList',
      'AttachedManagedPolicies',
      'PermissionsBoundary',
      'RoleLastUsed',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...deciding), fc.constantFrom<Json>(null, 0, 'x', [null], [0], true), (field, damage) => {
        expect(mapDetails({ roles: [{ ...whole, [field]: damage }] }).gaps.length).toBeGreaterThan(0);
      }),
    );
    expect(mapDetails({ roles: [whole] }).gaps).toEqual([]);
  });
  it('keeps a tag named like a member of every object', () => {
    const mapped = mapDetails({ users: [user('u', { Tags: [{ Key: '__proto__', Value: 'x' }] })] });
    expect(Object.entries(identityOf(mapped, arn('user/u')).tags)).toEqual([['__proto__', 'x']]);
  });
});

describe('instance profiles', () => {
  const profile = (Arn: Json): Json => ({ InstanceProfileName: 'p', Arn, Path: '/', Roles: [{ RoleName: 'r', Arn: arn('role/r') }] });
  const of = (...profiles: readonly Json[]) => mapDetails({ roles: [role('r', { InstanceProfileList: profiles })] });

  it('say which role runs with them, each under its own ARN and place', () => {
    const { facts, gaps } = of(profile(arn('instance-profile/p')), profile(arn('instance-profile/web/p2')));
    expect(gaps).toEqual([]);
    expect(facts.filter((each) => each.kind === 'workload')).toEqual([
      {
        kind: 'workload',
        boundary,
        surface: 'aws:authorization-details',
        key: arn('instance-profile/p'),
        value: { type: 'instance-profile', name: 'p', role: arn('role/r') },
        pointer: '/RoleDetailList/0/InstanceProfileList/0',
      },
      expect.objectContaining({
        key: arn('instance-profile/web/p2'),
        value: { type: 'instance-profile', name: 'p2', role: arn('role/r') },
      }),
    ]);
  });

  it('that are none of the account are gaps about the role', () => {
    for (const broken of [profile(arn('role/r')), profile(arn('instance-profile/p', other)), profile(null), {}, 'p'] as const) {
      const { facts, gaps } = of(broken, profile(arn('instance-profile/p')));
      expect(facts.filter((each) => each.kind === 'workload')).toHaveLength(1);
      expect(gaps).toMatchObject([{ subject: arn('role/r'), cause: 'malformed' }]);
    }
  });
});

describe('other surfaces', () => {
  it('read the longest session of a role, and a gap where it is not told', () => {
    const task = { boundary, surface: 'aws:role-settings', args: {} };
    const mapped = awsCore.map(task, {
      Roles: [{ Arn: arn('role/a'), RoleId: 'AROAA', MaxSessionDuration: 43_200 }, { Arn: arn('role/b') }, {}],
    });
    expect(valuesOf(mapped, 'session-limit')).toEqual([{ role: arn('role/a'), uid: 'AROAA', maxSeconds: 43_200 }]);
    expect(mapped.gaps.map((each) => each.subject)).toEqual([arn('role/b'), undefined]);
    expect(awsCore.map(task, {}).gaps).toHaveLength(1);
  });
  it('tell which account the caller belongs to, and ask for its organization only where that is read or entered', () => {
    const asked = (given: Parameters<typeof settingsOf>[0]) => {
      const [root] = awsCore.roots(settingsOf(given));
      if (root === undefined) throw new Error('no root task');
      const mapped = awsCore.map(root, { Account: account, Arn: arn('user/auditor'), UserId: 'AIDA' });
      expect(mapped.facts).toMatchObject([{ kind: 'boundary', boundary, surface: 'aws:caller-identity', value: { id: boundary } }]);
      expect(awsCore.map(root, { Account: 'me' })).toMatchObject({ facts: [], gaps: [{ cause: 'malformed' }] });
      return mapped.spawns;
    };
    const describing = { boundary, surface: 'aws:organization', args: { call: 'DescribeOrganization' } };
    expect(asked({ surfaces: ['role-settings', 'authorization-details'] })).toEqual([]);
    expect(asked({ surfaces: ['role-settings'], role: 'audit', accounts: [account] })).toEqual([]);
    expect(asked({ surfaces: ['role-settings'], role: 'audit' })).toEqual([describing]);
    expect(asked({ surfaces: ['service-control-policies'] })).toEqual([describing]);
    expect(asked({})).toEqual([describing]);
  });
  it('that this version does not know are a gap', () => {
    expect(awsCore.map({ boundary, surface: 'aws:moon', args: {} }, {}).gaps).toMatchObject([{ cause: 'unsupported' }]);
  });
  it('are expected of accounts only', () => {
    const settings = settingsOf({ surfaces: ['authorization-details'] });
    expect(awsCore.expects(boundary, settings)).toContain('aws:service-control-policies');
    expect(awsCore.expects('aws:caller', settings)).toEqual([]);
  });
});
