import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { AS_OF } from './cases.ts';
import type { AccountCase, OrganizationCase } from './estate.ts';
import { accountFacts, factIndex, organizationFacts, resourcePolicyFact } from './estate.ts';
import { HOME, say } from './say.ts';

const MANAGEMENT = '222222222222';
const UNREAD = 'unless an unread service control policy denies it';

function says(...statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}
const full = says({ Effect: 'Allow', Action: '*', Resource: '*' });
const admin: AccountCase = { users: { ann: { inline: { p: full } } } };

/** HOME in `ou-1` of an organization of MANAGEMENT; `more` is attached to the unit beside what allows everything. */
function organization(more: Readonly<Record<string, Json>>, given: Partial<OrganizationCase> = {}): OrganizationCase {
  return {
    id: 'o-abcdefghij',
    managementAccount: MANAGEMENT,
    accounts: { [HOME]: ['r-1', 'ou-1'], [MANAGEMENT]: ['r-1'] },
    policies: { 'p-full': full, ...more },
    targets: { 'r-1': ['p-full'], 'ou-1': ['p-full', ...Object.keys(more)], [HOME]: ['p-full'], [MANAGEMENT]: ['p-full'] },
    ...given,
  };
}

function resolve(given: OrganizationCase, accounts: Readonly<Record<string, AccountCase>> = { [HOME]: admin }): readonly (Grant | Link)[] {
  const facts: Fact[] = Object.entries(accounts).flatMap(([account, each]) => accountFacts(account, each));
  return [...resolveAws(factIndex([...facts, ...organizationFacts(given)]), AS_OF)];
}
const lines = (...given: Parameters<typeof resolve>): readonly string[] =>
  resolve(...given)
    .map(say)
    .sort();

describe('service control policies that were read', () => {
  it('that leave nothing out take nothing away, and there is no caveat', () => {
    const [only, ...more] = resolve(organization({}));
    expect(more).toEqual([]);
    expect(only).toMatchObject({ capability: 'administer', presence: 'certain', caveats: [] });
  });

  it('a deny of any node counts, for whom it does not spare', () => {
    const guardrail = says({
      Effect: 'Deny',
      Action: 'iam:*',
      Resource: '*',
      Condition: { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/security/*' } },
    });
    const keys = says({ Effect: 'Allow', Action: 'iam:CreateAccessKey', Resource: '*' });
    const account = {
      users: { ann: { inline: { p: keys } } },
      roles: { 'security/r': { inline: { p: keys } }, r: { inline: { p: keys } } },
    };
    expect(lines(organization({ guard: guardrail }), { [HOME]: account })).toEqual([
      'role/security/r -> user/ann exact standing',
      'role/security/r mint-credential @ account standing',
    ]);
  });

  it('every node must allow', () => {
    const storage = says({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
    const policies = { 'p-full': full, storage };
    const given = organization({}, { policies, targets: { 'r-1': ['p-full'], 'ou-1': ['storage'], [HOME]: ['p-full'] } });
    expect(lines(given)).toEqual([
      'user/ann destroy @ account standing',
      'user/ann read-data @ account standing',
      'user/ann write-data @ account standing',
    ]);
  });

  it('the management account and service-linked roles are bound by none', () => {
    const nothing = says({ Effect: 'Deny', Action: '*', Resource: '*' });
    const linked = { roles: { 'aws-service-role/x.amazonaws.com/X': { inline: { p: full } } } };
    expect(lines(organization({ nothing }), { [HOME]: admin })).toEqual([]);
    expect(lines(organization({ nothing }), { [MANAGEMENT]: admin })).toEqual([
      '222222222222:user/ann administer @ aws:222222222222 standing',
      ...['change-guardrail', 'destroy', 'grant-privilege', 'impersonate'].map(
        (each) => `222222222222:user/ann ${each} @ aws:o-abcdefghij standing`,
      ),
    ]);
    expect(lines(organization({ nothing }), { [HOME]: linked })).toHaveLength(1);
  });

  it('what needs a second factor and is denied with one is nothing', () => {
    const mfa = (Effect: string): Json =>
      says({ Effect, Action: '*', Resource: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } });
    expect(lines(organization({ deny: mfa('Deny') }), { [HOME]: { users: { ann: { inline: { p: mfa('Allow') } } } } })).toEqual([]);
  });

  it('the root user of a member is bound too', () => {
    const root = says({
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:root' } },
    });
    expect(lines(organization({}), { [HOME]: { root: true } })).toHaveLength(1);
    expect(lines(organization({ root }), { [HOME]: { root: true } })).toEqual([]);
  });
});

describe('what works for the whole organization', () => {
  const ORGANIZATION = 'aws:o-abcdefghij';
  const assign = says({ Effect: 'Allow', Action: 'sso:CreateAccountAssignment', Resource: '*' });
  const detach = says({ Effect: 'Allow', Action: 'organizations:DetachPolicy', Resource: '*' });
  const keys = says({ Effect: 'Allow', Action: 'iam:CreateAccessKey', Resource: '*' });
  const holder: AccountCase = { users: { ann: { inline: { assign, detach, keys } } } };
  const scopesIn = (account: string): readonly (readonly [string, string, string])[] =>
    resolve(organization({}), { [account]: holder }).flatMap((each) =>
      each.type === 'grant' ? [[each.capability, each.scope, each.presence] as const] : [],
    );

  it('held in the management account has the scope of the organization, and what does not has that of the account', () => {
    expect(scopesIn(MANAGEMENT)).toEqual([
      ['grant-privilege', ORGANIZATION, 'certain'],
      ['change-guardrail', ORGANIZATION, 'certain'],
      ['mint-credential', `aws:${MANAGEMENT}`, 'certain'],
    ]);
  });

  it('held in a member of which nobody knows what was delegated to it stays within the account, and is possible', () => {
    expect(scopesIn(HOME)).toEqual([
      ['grant-privilege', `aws:${HOME}`, 'possible'],
      ['change-guardrail', `aws:${HOME}`, 'possible'],
      ['mint-credential', `aws:${HOME}`, 'certain'],
    ]);
  });

  it('is told of the root user of the management account too', () => {
    const given = resolve(organization({}), { [MANAGEMENT]: { root: true } });
    expect(given.map((each) => (each.type === 'grant' ? `${each.capability} ${each.scope}` : ''))).toContain(
      `grant-privilege ${ORGANIZATION}`,
    );
    expect(given.map((each) => (each.type === 'grant' ? `${each.capability} ${each.scope}` : ''))).toContain(
      `administer aws:${MANAGEMENT}`,
    );
  });
});

describe('what of an organization was not read', () => {
  const caveats = (given: OrganizationCase): readonly string[] => resolve(given).flatMap((each) => each.caveats);

  it('the place of an account, or what is attached to a node: any service control policy', () => {
    expect(caveats(organization({}, { accounts: {} }))).toEqual([UNREAD]);
    expect(caveats(organization({}, { accounts: { [HOME]: null } }))).toEqual([UNREAD]);
    expect(caveats(organization({}, { targets: { 'r-1': ['p-full'], [HOME]: ['p-full'] } }))).toEqual([UNREAD]);
  });

  it('the list of policies, where one of them is attached, or which types are in force: any service control policy', () => {
    expect(caveats(organization({}, { unread: ['list'] }))).toEqual([UNREAD]);
    expect(caveats(organization({ other: full }, { unread: ['other'] }))).toEqual([UNREAD]);
    expect(caveats(organization({}, { enabled: null }))).toEqual([]);
    expect(caveats(organization({}, { enabled: null, unread: ['list'] }))).toEqual([UNREAD]);
  });

  it('what was read denies all the same, and a node is not taken to allow nothing', () => {
    const guard = says({ Effect: 'Deny', Action: 'iam:*', Resource: '*' });
    const storage = says({ Effect: 'Allow', Action: 's3:*', Resource: '*' });
    const some = lines(organization({ guard }, { unread: ['list'] }));
    expect(some).not.toContain('user/ann administer @ account standing');
    const alone = organization(
      { storage },
      { targets: { 'r-1': ['p-full'], 'ou-1': ['storage'], [HOME]: ['p-full'] }, unread: ['p-full'] },
    );
    expect(lines(alone)).toEqual(['user/ann administer @ account standing']);
    expect(caveats(alone)).toEqual([UNREAD]);
  });

  it('where an account sits: conditions on its organization are decided, those on its place are not', () => {
    const where = (key: string, value: string): AccountCase => {
      const Condition = { [key.endsWith('Paths') ? 'ForAnyValue:StringLike' : 'StringEquals']: { [key]: value } };
      return { users: { ann: { inline: { p: says({ Effect: 'Allow', Action: 'iam:CreateAccessKey', Resource: '*', Condition }) } } } };
    };
    const placed = (key: string, value: string): readonly string[] =>
      lines(organization({}, { accounts: { [HOME]: null } }), { [HOME]: where(key, value) });
    expect(placed('aws:PrincipalOrgID', 'o-abcdefghij')).toEqual(['user/ann mint-credential @ account standing']);
    expect(placed('aws:PrincipalOrgID', 'o-other')).toEqual([]);
    expect(placed('aws:PrincipalOrgPaths', 'o-abcdefghij/r-1/ou-1/*')).toEqual([
      'user/ann mint-credential @ account standing possible {outside}',
    ]);
  });

  it('one document: that policy, and the node is taken to allow', () => {
    expect(caveats(organization({ secret: null }))).toEqual([
      'unless service control policy secret of ou-1, which was not read, denies it',
    ]);
    const alone = organization({ secret: null }, { targets: { 'r-1': ['p-full'], 'ou-1': ['secret'], [HOME]: ['p-full'] } });
    expect(lines(alone)).toEqual(['user/ann administer @ account standing']);
  });
});

describe('policies of a type that is switched off', () => {
  const caveats = (given: OrganizationCase): readonly string[] => resolve(given).flatMap((each) => each.caveats);

  it('take nothing away, and nothing of them is unread', () => {
    const off = organization({}, { enabled: ['resource-control-policy'], targets: {} });
    expect(lines(off)).toEqual(['user/ann administer @ account standing']);
    expect(caveats(off)).toEqual([]);
    expect(caveats({ ...off, accounts: { [HOME]: null } })).toEqual([]);
  });

  it('are not taken to be switched off because a node has none', () => {
    const half = organization(
      { 'p-less': says({ Effect: 'Deny', Action: 'iam:*', Resource: '*' }) },
      { targets: { 'ou-1': ['p-full', 'p-less'], [HOME]: [] } },
    );
    expect(lines(half)).not.toContain('user/ann administer @ account standing');
    expect(new Set(caveats(half))).toEqual(new Set([UNREAD]));
  });
});

describe('membership of an organization', () => {
  const keys = (id: string): AccountCase => ({
    users: {
      ann: {
        inline: {
          p: says({
            Effect: 'Allow',
            Action: 'iam:CreateAccessKey',
            Resource: '*',
            Condition: { StringEquals: { 'aws:PrincipalOrgID': id } },
          }),
        },
      },
    },
  });

  it('decides conditions on it', () => {
    expect(lines(organization({}), { [HOME]: keys('o-abcdefghij') })).toEqual(['user/ann mint-credential @ account standing']);
    expect(lines(organization({}), { [HOME]: keys('o-other') })).toEqual([]);
    expect(lines(organization({}, { accounts: {} }), { [HOME]: keys('o-other') })).toEqual([
      'user/ann mint-credential @ account standing possible {outside}',
    ]);
  });

  it('decides what only its management account can do', () => {
    const account = { users: { ann: { inline: { p: says({ Effect: 'Allow', Action: 'organizations:DetachPolicy', Resource: '*' }) } } } };
    const of = (id: string): readonly (Grant | Link)[] => resolve(organization({}), { [id]: account });
    expect(of(MANAGEMENT)).toMatchObject([{ capability: 'change-guardrail', presence: 'certain', conditions: [] }]);
    expect(of(HOME)).toMatchObject([
      {
        presence: 'possible',
        conditions: [{ text: 'the account is a delegated administrator of its organization', settled: 'outside' }],
      },
    ]);
  });
});

describe('what works for the whole organization, in a member account', () => {
  const acting = (...actions: readonly string[]): AccountCase => ({
    users: { ann: { inline: { p: says({ Effect: 'Allow', Action: actions, Resource: '*' }) } } },
  });
  const [detach, assign, join, sessions] = [
    'organizations:DetachPolicy',
    'sso:CreateAccountAssignment',
    'identitystore:CreateGroupMembership',
    'sts:AssumeRoot',
  ] as const;
  const OTHER = '333333333333';
  /** What an action comes to: what it depends on; `nothing`: no grant. */
  const depends = (given: Partial<OrganizationCase>, action: string, account = HOME): string => {
    const [grant, ...more] = resolve(organization({}, given), { [account]: acting(action) });
    expect(more).toEqual([]);
    if (grant === undefined) return 'nothing';
    expect(grant.presence).toBe(grant.conditions.length === 0 ? 'certain' : 'possible');
    expect(grant.conditions.map((each) => each.settled)).toEqual(grant.conditions.map(() => 'outside'));
    return grant.conditions.map((each) => each.text).join(' and ');
  };
  const administers = 'the account is a delegated administrator of its organization';
  const none = { delegated: {}, delegationPolicy: null };
  const policy = says({ Effect: 'Allow', Principal: { AWS: HOME }, Action: 'organizations:*', Resource: '*' });

  it.each([assign, join, sessions])('%s is nothing where all delegated administrators are known and the account is none', (action) => {
    expect(depends({}, action)).toBe(administers);
    expect(depends({ delegationPolicy: null }, action)).toBe(administers);
    for (const delegated of [{}, { [OTHER]: ['sso.amazonaws.com'] }]) {
      expect(depends({ delegated }, action)).toBe('nothing');
      expect(depends({ delegated, delegationPolicy: policy }, action)).toBe('nothing');
    }
  });

  it('an action of AWS Organizations is nothing only where there is no delegation policy either', () => {
    expect(depends(none, detach)).toBe('nothing');
    expect(depends({ delegationPolicy: null }, detach)).toBe(administers);
    expect(depends({ delegated: {} }, detach)).toBe('a delegation policy of the organization, which was not read, lets the account do it');
    expect(depends({ delegated: {}, delegationPolicy: policy }, detach)).toBe(
      'the delegation policy of the organization lets the account do it',
    );
    expect(depends(none, 'organizations:CloseAccount')).toBe('nothing');
  });

  it('stays possible for an account that is delegated anything', () => {
    const delegated = { [HOME]: ['sso.amazonaws.com', 'guardduty.amazonaws.com'] };
    const text = 'what the account is a delegated administrator for lets it do this';
    for (const action of [assign, detach])
      expect(depends({ ...none, delegated }, action)).toBe(`${text}: guardduty.amazonaws.com, sso.amazonaws.com`);
    expect(depends({ ...none, delegated: { [HOME]: [] } }, assign)).toBe(text);
    expect(depends({ alsoDelegated: [HOME] }, assign)).toBe(text);
    expect(depends({ alsoDelegated: [OTHER] }, assign)).toBe(administers);
    expect(depends({ ...none, alsoDelegated: [HOME] }, assign)).toBe(text);
  });

  it('is decided each for itself in one policy', () => {
    const of = (given: Partial<OrganizationCase>): readonly string[] =>
      lines(organization({}, given), { [HOME]: acting(detach, assign, join, sessions, 'organizations:CloseAccount') });
    expect(of({}).length).toBeGreaterThan(of({ delegated: {} }).length);
    expect(of({ delegated: {} })).toHaveLength(2);
    expect(of(none)).toEqual([]);
  });

  it('is untouched in the management account, and by what is known of another organization', () => {
    for (const action of [detach, assign]) {
      expect(depends(none, action, MANAGEMENT)).toBe('');
      const others = organizationFacts({ ...organization({}, none), id: 'o-zzzzzzzzzz', accounts: {} });
      const facts = [...accountFacts(HOME, acting(action)), ...organizationFacts(organization({})), ...others];
      expect([...resolveAws(factIndex(facts), AS_OF)]).toMatchObject([{ presence: 'possible', conditions: [{ text: administers }] }]);
    }
  });

  it('stays possible where one of two readings says so', () => {
    const both = (second: Partial<OrganizationCase>): readonly Fact[] =>
      organizationFacts({ ...organization({}, second), managementAccount: OTHER, accounts: {} });
    for (const second of [{ delegated: { [HOME]: [] } }, { delegationPolicy: policy }]) {
      for (const turned of [false, true]) {
        const more = [...organizationFacts(organization({}, none)), ...both(second)];
        const facts = [...accountFacts(HOME, acting(detach)), ...(turned ? more.reverse() : more)];
        expect([...resolveAws(factIndex(facts), AS_OF)]).toHaveLength(1);
      }
    }
  });

  it('is not what a member may do for itself', () => {
    expect(depends(none, 'organizations:LeaveOrganization')).toBe('');
  });
});

describe('resource control policies that were read', () => {
  const anyone = { roles: { r: { trust: says({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }) } } };
  const outsiders = says({
    Effect: 'Deny',
    Principal: '*',
    Action: 'sts:AssumeRole',
    Resource: '*',
    Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
  });
  const targets = { 'r-1': ['p-full', 'perimeter'], 'ou-1': ['p-full'], [HOME]: ['p-full'] };
  const fullRcp = says({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' });
  const given = organization({}, { resourcePolicies: { 'p-full': fullRcp, perimeter: outsiders }, resourceTargets: targets });

  it('leave a role that lets in anyone to those they spare', () => {
    const from = (of: OrganizationCase): readonly string[] => lines(of, { [HOME]: anyone }).filter((line) => line.startsWith('anyone'));
    expect(from(organization({}))).toEqual(['anyone -> role/r any standing']);
    expect(from(given)).toEqual(['anyone -> role/r any standing possible {outside}']);
  });

  it('bind only services that they protect', () => {
    const nothing = says({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' });
    const all = organization({}, { resourcePolicies: { nothing }, resourceTargets: { ...targets, 'ou-1': ['nothing'] } });
    const account = {
      users: { ann: { inline: { p: says({ Effect: 'Allow', Action: ['iam:CreateAccessKey', 's3:GetObject'], Resource: '*' }) } } },
    };
    expect(lines(all, { [HOME]: account })).toEqual(['user/ann mint-credential @ account standing']);
  });

  it("bind the root user of the account, and no other account's", () => {
    const nothing = says({ Effect: 'Deny', Principal: '*', Action: 'sts:*', Resource: '*' });
    const bound = organization({}, { resourcePolicies: { nothing }, resourceTargets: { ...targets, 'ou-1': ['nothing'] } });
    const impersonating = (resource: string): readonly string[] =>
      lines(bound, { [HOME]: { users: { ann: { inline: { p: says({ Effect: 'Allow', NotAction: 'iam:*', Resource: resource }) } } } } });
    const root = (account: string): string => `arn:aws:iam::${account}:root`;
    expect(impersonating(root(HOME))).toEqual([]);
    expect(impersonating(`arn:aws:iam::${HOME}:*`)).toEqual([]);
    expect(impersonating(root(MANAGEMENT))).toEqual([`user/ann impersonate @ ${MANAGEMENT}:root standing possible {outside}`]);
    expect(impersonating('arn:aws:iam::*:root')).toEqual(['user/ann impersonate @ account standing possible {outside}']);
  });

  describe('of the account that owns a resource', () => {
    const OTHER = '333333333333';
    const nothing = says({ Effect: 'Deny', Principal: '*', Action: 'secretsmanager:*', Resource: '*' });
    const reads: AccountCase = {
      users: { ann: { inline: { p: says({ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }) } } },
      roles: { 'aws-service-role/x.amazonaws.com/X': {} },
    };
    const whole: Partial<OrganizationCase> = {
      accounts: { [HOME]: ['r-1', 'ou-1'], [OTHER]: ['r-1'], [MANAGEMENT]: ['r-1'] },
      resourcePolicies: { nothing, 'p-full': fullRcp },
      resourceTargets: { 'r-1': ['p-full'], 'ou-1': ['p-full', 'nothing'], [HOME]: ['p-full'], [OTHER]: ['p-full'] },
    };
    const bound = organization(
      {},
      { ...whole, targets: { 'r-1': ['p-full'], 'ou-1': ['p-full'], [HOME]: ['p-full'], [OTHER]: ['p-full'] } },
    );
    const readersOf = (owner: string, principal: string): readonly string[] => {
      const secret = `arn:aws:secretsmanager:eu-west-1:${owner}:secret:db-abcdef`;
      const policy = says({ Effect: 'Allow', Principal: { AWS: principal }, Action: '*', Resource: '*' });
      const facts = [...accountFacts(HOME, reads), ...accountFacts(OTHER, reads), ...organizationFacts(bound)];
      return [...resolveAws(factIndex([...facts, resourcePolicyFact(owner, secret, policy)]), AS_OF)]
        .filter((each) => each.type === 'grant' && each.source.kind === 'resource-policy')
        .map(say);
    };

    it('bind whoever calls from elsewhere, and not its own principals elsewhere', () => {
      const [ofHome, ofOther] = [HOME, OTHER].map((account) => `arn:aws:iam::${account}:user/ann`);
      const away = `arn:aws:secretsmanager:eu-west-1:${OTHER}:secret:db-abcdef`;
      expect(readersOf(OTHER, ofHome ?? '')).toEqual([`user/ann read-secrets @ ${away} standing`]);
      expect(readersOf(OTHER, HOME)).toEqual([`user/ann read-secrets @ ${away} standing`]);
      expect(readersOf(HOME, ofOther ?? '')).toEqual([]);
      expect(readersOf(HOME, ofHome ?? '')).toEqual([]);
    });

    it('bind no service-linked role', () => {
      const [linked] = [`arn:aws:iam::${HOME}:role/aws-service-role/x.amazonaws.com/X`];
      expect(readersOf(HOME, linked)).toHaveLength(1);
    });
  });
});
