import { describe, expect, it } from 'vitest';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import { capabilityRows, universeOf } from '../../../../connectors/aws/resolve/capabilities.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import type { AccountCase } from './estate.ts';
import { accountFacts, factIndex } from './estate.ts';

const HOME = '111111111111';
const AS_OF = '2026-01-01T00:00:00.000Z';
const allow = (Action: string, Resource = '*'): { Version: string; Statement: { Effect: string; Action: string; Resource: string } } => ({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action, Resource },
});

function resolve(estate: AccountCase): { readonly grants: readonly Grant[]; readonly links: readonly Link[] } {
  const all = [...resolveAws(factIndex(accountFacts(HOME, estate)), AS_OF)];
  return { grants: all.filter((item) => item.type === 'grant'), links: all.filter((item) => item.type === 'link') };
}

describe('the source of a grant is what a person would remove', () => {
  const { grants } = resolve({
    policies: { 'AWS:AdministratorAccess': allow('*'), keys: allow('iam:CreateAccessKey') },
    groups: { ops: { attached: ['AWS:AdministratorAccess'], inline: { secrets: allow('secretsmanager:*') } } },
    users: { ann: { groups: ['ops'], attached: ['keys'], inline: { own: allow('ssm:GetParameter') } } },
  });
  const ann = `arn:aws:iam::${HOME}:user/ann`;
  const ops = `arn:aws:iam::${HOME}:group/ops`;

  it('an attachment to the user, to its group, and inline policies of both', () => {
    const told = grants.map(({ capability, source, through }) => ({
      capability,
      id: source.id,
      kind: source.kind,
      name: source.name,
      through: through.length,
    }));
    expect(told.sort((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      {
        capability: 'administer',
        id: `${ops}|arn:aws:iam::aws:policy/AdministratorAccess`,
        kind: 'group-attached-policy',
        name: 'AdministratorAccess attached to group ops',
        through: 1,
      },
      {
        capability: 'read-secrets',
        id: `${ops}|inline|secrets`,
        kind: 'inline-policy',
        name: 'inline policy secrets of group ops',
        through: 1,
      },
      {
        capability: 'mint-credential',
        id: `${ann}|arn:aws:iam::${HOME}:policy/keys`,
        kind: 'attached-policy',
        name: 'keys attached to user ann',
        through: 0,
      },
      { capability: 'read-secrets', id: `${ann}|inline|own`, kind: 'inline-policy', name: 'inline policy own of user ann', through: 0 },
    ]);
  });

  it('the subject is the user and the membership is a step', () => {
    expect(new Set(grants.map((each) => each.subject))).toEqual(new Set([ann]));
    expect(grants.find((each) => each.capability === 'administer')?.through).toEqual([{ how: 'member-of', from: ann, to: ops }]);
  });

  it('the evidence points to the membership, the attachment and the document', () => {
    const pointers = grants.find((each) => each.capability === 'administer')?.evidence.map((each) => each.pointer.split('/')[1]);
    expect(pointers).toEqual(['membership', 'attachment', 'policy']);
    expect(grants.find((each) => each.capability === 'administer')?.evidence.at(-1)?.pointer).toMatch(/\/Document$/);
  });

  it('every grant says what allows it and what was not read', () => {
    for (const grant of grants) {
      expect(grant.because[0]).toMatch(/^it allows /);
      expect(grant.because).toContain('nothing ends it');
      expect(grant.caveats).toContain('unless an unread service control policy denies it');
    }
  });
});

describe('what a link tells beside itself', () => {
  const oidc = `arn:aws:iam::${HOME}:oidc-provider/token.actions.githubusercontent.com`;
  const trust = (statement: object): AccountCase => ({
    roles: { r: { trust: { Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } } } },
  });

  it('a foreign account with an external id', () => {
    const { links } = resolve(
      trust({ Principal: { AWS: '999999999999' }, Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }),
    );
    expect(links[0]?.detail).toMatchObject({
      principalForm: 'account',
      externalId: true,
      foreign: true,
      account: '999999999999',
      orgCondition: false,
    });
    expect(links[0]?.source).toEqual({
      id: `arn:aws:iam::${HOME}:role/r|trust`,
      kind: 'trust-policy',
      name: 'trust policy of role r',
      boundary: `aws:${HOME}`,
    });
  });

  it('an external id that a missing one satisfies is none', () => {
    const { links } = resolve(
      trust({
        Principal: { AWS: '999999999999' },
        Action: 'sts:AssumeRole',
        Condition: { StringEqualsIfExists: { 'sts:ExternalId': 'x' } },
      }),
    );
    expect(links[0]?.detail['externalId']).toBe(false);
  });

  it.each([
    ['a missing one or another is denied', 'StringNotEquals', 'x', 'Deny', '999999999999', true],
    ['a missing one or another is denied, by a pattern', 'StringNotLike', 'x-*', 'Deny', '*', true],
    ['a missing one or another is denied somebody else', 'StringNotEquals', 'x', 'Deny', '888888888888', false],
    ['one is denied', 'StringEquals', 'x', 'Deny', '*', false],
    ['none but any is denied', 'StringNotLike', '*', 'Deny', '*', false],
    ['any is asked for', 'StringLike', '*', 'Allow', '999999999999', false],
    ['a pattern is asked for', 'StringLike', 'x-*', 'Allow', '999999999999', true],
  ])('an external id where %s', (_name, operator, value, Effect, AWS, externalId) => {
    const asked = { Effect, Principal: { AWS }, Action: 'sts:AssumeRole', Condition: { [operator]: { 'sts:ExternalId': value } } };
    const plain = { Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: 'sts:AssumeRole' };
    const Statement = Effect === 'Deny' ? [plain, asked] : [asked];
    const { links } = resolve({ roles: { r: { trust: { Version: '2012-10-17', Statement } } } });
    expect(links.map(({ from, detail }) => [from, detail['externalId']])).toEqual([['arn:aws:iam::999999999999:root', externalId]]);
  });

  it('an account condition on the organization', () => {
    const { links } = resolve(
      trust({ Principal: '*', Action: 'sts:AssumeRole', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a' } } }),
    );
    const link = links.find((each) => each.from === 'organization:o-a');
    expect(link?.detail).toMatchObject({ orgCondition: true, foreign: null, account: null });
  });

  it('an issuer, a subject and a missing audience', () => {
    const { links } = resolve(
      trust({
        Principal: { Federated: oidc },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:o/r:environment:prod' } },
      }),
    );
    expect(links[0]).toMatchObject({ how: 'federates', openness: 'exact', bounds: { lo: 'standing', hi: 'standing' }, gate: 'none' });
    expect(links[0]?.detail).toMatchObject({
      issuer: 'token.actions.githubusercontent.com',
      issuerPublic: true,
      subjectMatcher: 'repo:o/r:environment:prod',
      audience: false,
    });
    expect(links[0]?.because).toContain('the subject names a deployment environment whose approval gate was not read');
    expect(links[0]?.because).toContain('no audience is demanded: only the client ids of the identity provider limit it');
  });

  it('a deny of older sessions is told and takes nothing away', () => {
    const { grants } = resolve({
      roles: {
        r: {
          inline: {
            all: allow('*'),
            AWSRevokeOlderSessions: {
              Version: '2012-10-17',
              Statement: {
                Effect: 'Deny',
                Action: '*',
                Resource: '*',
                Condition: { DateLessThan: { 'aws:TokenIssueTime': '2025-06-01T00:00:00Z' } },
              },
            },
          },
        },
      },
    });
    expect(grants).toHaveLength(1);
    expect(grants[0]).toMatchObject({ capability: 'administer', presence: 'certain', bounds: { lo: 'standing', hi: 'standing' } });
    expect(grants[0]?.because).toContain(
      'a deny ends older sessions only, a fresh one is not touched: aws:TokenIssueTime DateLessThan 2025-06-01T00:00:00Z',
    );
  });
});

describe('limits that were not read are caveats', () => {
  it('a permissions boundary nobody listed', () => {
    const { grants } = resolve({ users: { ann: { limit: 'gone', inline: { p: allow('*') } } } });
    expect(grants[0]).toMatchObject({ capability: 'administer', presence: 'certain' });
    expect(grants[0]?.caveats.join()).toContain(`permissions boundary arn:aws:iam::${HOME}:policy/gone, which was not listed`);
  });

  it('a policy nobody listed may deny what another allows, and may allow what no other does', () => {
    const open = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: { AWS: HOME }, Action: 'sts:AssumeRole' } };
    const { grants, links } = resolve({
      users: { ann: { attached: ['AWS:Gone'], inline: { p: allow('iam:CreateAccessKey') } } },
      roles: { r: { trust: open } },
    });
    expect(grants.find((each) => each.capability === 'mint-credential')).toMatchObject({ presence: 'certain' });
    expect(grants.find((each) => each.capability === 'mint-credential')?.caveats.join()).toContain('policy/Gone was not listed');
    expect(grants.find((each) => each.capability === 'administer')).toMatchObject({
      presence: 'possible',
      bounds: { lo: 'session', hi: 'standing' },
    });
    expect(links.some((each) => each.from.endsWith('user/ann') && each.presence === 'possible')).toBe(true);
  });
});

describe('the table of capabilities', () => {
  it('names each action once for one target and capability, in the provider’s form, with a source', () => {
    const keys = capabilityRows.map((row) => `${row.action}|${row.on}|${row.capability}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const row of capabilityRows) {
      expect(row.action).toMatch(/^[a-z0-9-]+:[A-Z][A-Za-z0-9]+$/);
      expect(row.source, row.action).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
      expect(universeOf(row.on, 'aws-cn', HOME)).not.toMatch(/[{}]/);
    }
  });

  it('holds every capability that a single action can give', () => {
    const held = new Set(capabilityRows.map((row) => row.capability));
    for (const each of [
      'grant-privilege',
      'change-guardrail',
      'mint-credential',
      'impersonate',
      'run-as',
      'disable-audit',
      'read-secrets',
      'destroy',
      'write-data',
      'read-data',
    ] as const) {
      expect(held.has(each), each).toBe(true);
    }
  });
});
