import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { awsRemovables } from '../../../../connectors/aws/resolve/removables.ts';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { leavingOut } from '../../../../connectors/aws/resolve/without.ts';
import { canonicalJson } from '../../../../src/base/bytes/canonical.ts';
import type { Json } from '../../../../src/base/json.ts';
import type { Removable } from '../../../../src/contract/connector.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { Grant, Link } from '../../../../src/model/grant.ts';
import { runs } from '../../../support/runs.ts';
import { AS_OF } from './cases.ts';
import type { AccountCase, OrganizationCase } from './estate.ts';
import { accountFacts, factIndex, organizationFacts, policyArn, resourcePolicyFact } from './estate.ts';
import { HOME, say } from './say.ts';

const ANN = `arn:aws:iam::${HOME}:user/ann`;
const ROLE = `arn:aws:iam::${HOME}:role/r`;
const MANAGEMENT = '222222222222';

function says(...statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}
function allow(Action: Json, more: Readonly<Record<string, Json>> = { Resource: '*' }): Json {
  return says({ Effect: 'Allow', Action, ...more });
}
const trust = allow('sts:AssumeRole', { Principal: { AWS: ANN } });
const full = allow('*');

function removable(facts: readonly Fact[], name: string): Removable {
  const found = [...awsRemovables(factIndex(facts))].filter((each) => each.names.includes(name));
  expect(found, name).toHaveLength(1);
  return found[0] as Removable;
}

function remaining(facts: readonly Fact[], ...names: readonly string[]): readonly string[] {
  const without = new Set(names.flatMap((name) => removable(facts, name).without));
  return [...resolveAws(factIndex(facts), AS_OF, undefined, without)].map(say).sort();
}

describe('what can be taken away', () => {
  const account: AccountCase = {
    policies: { keys: allow('iam:CreateAccessKey'), all: full },
    groups: { ops: { inline: { g: allow('lambda:UpdateFunctionCode') }, attached: ['keys'] } },
    users: { ann: { attached: ['keys'], inline: { own: allow('cloudtrail:StopLogging') }, groups: ['ops'] }, bob: { attached: ['keys'] } },
    roles: { r: { trust, attached: ['all'], limit: 'keys' } },
  };
  const facts = accountFacts(HOME, account);
  const all = remaining(facts);

  it('is told with whose it is, in words, and by names that are its own', () => {
    expect(removable(facts, `keys@${ANN}`)).toMatchObject({
      kind: 'attachment',
      text: 'keys attached to user ann',
      of: [ANN],
      limits: false,
    });
    expect(removable(facts, 'own@ann')).toMatchObject({ kind: 'inline-policy', text: 'inline policy own of user ann' });
    expect(removable(facts, 'ops@ann')).toMatchObject({ kind: 'membership', text: 'membership of user ann in group ops' });
    expect(removable(facts, `${ROLE}|trust`)).toMatchObject({ kind: 'trust-policy', of: [ROLE] });
    expect(removable(facts, `keys@${ROLE}`)).toMatchObject({ kind: 'permissions-boundary', limits: true });
    const firsts = [...awsRemovables(factIndex(facts))].map((each) => each.names[0]);
    expect(new Set(firsts).size).toBe(firsts.length);
  });

  it('as a managed policy goes wherever it is attached, and stays a permissions boundary', () => {
    expect(removable(facts, policyArn(HOME, 'keys')).without).toHaveLength(3);
    const detached: AccountCase = {
      ...account,
      groups: { ops: { inline: { g: allow('lambda:UpdateFunctionCode') } } },
      users: { ann: { inline: { own: allow('cloudtrail:StopLogging') }, groups: ['ops'] }, bob: {} },
    };
    const left = remaining(facts, policyArn(HOME, 'keys'));
    expect(left).toEqual(remaining(accountFacts(HOME, detached)));
    // with the boundary gone too the role holds all that its policy says
    expect(left.filter((line) => line.startsWith('role/r administer'))).toEqual([]);
    expect(remaining(facts, `keys@${ROLE}`).filter((line) => line.startsWith('role/r'))).toEqual(['role/r administer @ account standing']);
  });

  it("tells a role's trust from its permissions boundary, whose facts have one key", () => {
    expect(remaining(facts, `${ROLE}|trust`)).toEqual(all.filter((line) => !line.includes('-> role/r')));
    expect(remaining(facts, `${ROLE}|trust`).some((line) => line.startsWith('role/r mint-credential'))).toBe(true);
    expect(remaining(facts, `keys@${ROLE}`).some((line) => line.includes('-> role/r'))).toBe(true);
  });

  it('takes away what a policy denies together with what it allows', () => {
    const denying = accountFacts(HOME, {
      users: { ann: { inline: { a: full, d: says({ Effect: 'Deny', Action: 'iam:*', Resource: '*' }) } } },
    });
    expect(remaining(denying).some((line) => line.includes('administer'))).toBe(false);
    expect(remaining(denying, 'd@ann')).toEqual(['user/ann administer @ account standing']);
  });

  it('takes a policy off a resource', () => {
    const secret = `arn:aws:secretsmanager:eu-west-1:${HOME}:secret:s-AbCdEf`;
    const policy = allow('secretsmanager:GetSecretValue', { Principal: { AWS: ANN }, Resource: '*' });
    const open = [...accountFacts(HOME, { users: { ann: {} } }), resourcePolicyFact(HOME, secret, policy)];
    expect(remaining(open)).toHaveLength(1);
    expect(remaining(open, secret)).toEqual([]);
    expect(remaining(open, `${secret}|policy`)).toEqual([]);
  });
});

describe('policies of an organization', () => {
  const organization: OrganizationCase = {
    id: 'o-abcdefghij',
    managementAccount: MANAGEMENT,
    accounts: { [HOME]: ['r-1', 'ou-1'], [MANAGEMENT]: ['r-1'] },
    policies: { 'p-full': full, 'p-deny': says({ Effect: 'Deny', Action: 'iam:*', Resource: '*' }) },
    targets: { 'r-1': ['p-full'], 'ou-1': ['p-full', 'p-deny'], [HOME]: ['p-full'], [MANAGEMENT]: ['p-full'] },
  };
  const facts = [...accountFacts(HOME, { users: { ann: { inline: { p: full } } } }), ...organizationFacts(organization)];
  const resolved = (...names: readonly string[]): readonly (Grant | Link)[] => {
    const without = new Set(names.flatMap((name) => removable(facts, name).without));
    return [...resolveAws(factIndex(facts), AS_OF, undefined, without)];
  };

  it('are taken away, which is not the same as not read: more is given, and no caveat is left', () => {
    expect(resolved().some((each) => each.type === 'grant' && each.capability === 'administer')).toBe(false);
    expect(removable(facts, 'p-deny')).toMatchObject({ kind: 'service-control-policy', limits: true });
    expect(resolved('p-deny')).toMatchObject([{ capability: 'administer', presence: 'certain', caveats: [] }]);
  });

  it('are taken off one node', () => {
    expect(resolved('p-deny@ou-1')).toMatchObject([{ capability: 'administer', presence: 'certain', caveats: [] }]);
    expect(removable(facts, 'p-full@ou-1').without).not.toEqual(removable(facts, 'p-full').without);
  });
});

// Policies, groups and roles of a small account: what is taken away by name is what a listing without it would have told.
const document = fc.constantFrom<Json>(
  full,
  allow('iam:CreateAccessKey'),
  allow(['iam:PutUserPolicy', 'iam:AttachRolePolicy']),
  allow('sts:AssumeRole'),
  allow('secretsmanager:GetSecretValue'),
  says({ Effect: 'Deny', Action: 'iam:*', Resource: '*' }),
  says({ Effect: 'Allow', Action: '*', Resource: '*' }, { Effect: 'Deny', Action: 'sts:*', Resource: '*' }),
);
const holder = fc.record(
  {
    attached: fc.uniqueArray(fc.constantFrom('m0', 'm1', 'm2'), { maxLength: 2 }),
    inline: fc.dictionary(fc.constantFrom('i0', 'i1'), document, { maxKeys: 2 }),
    groups: fc.uniqueArray(fc.constantFrom('g0', 'g1'), { maxLength: 2 }),
    limit: fc.constantFrom('m0', 'm1'),
  },
  { requiredKeys: ['attached', 'inline'] },
);
const withTrust = fc.tuple(holder, fc.constantFrom(trust, allow('sts:AssumeRole', { Principal: { AWS: HOME } }))).map(([of, given]) => {
  const { groups: _, ...rest } = of;
  return { ...rest, trust: given };
});
const estate: fc.Arbitrary<AccountCase> = fc
  .record({ m: fc.tuple(document, document, document), g0: holder, ann: holder, bob: holder, r: withTrust, s: withTrust })
  .map(({ m: [m0, m1, m2], g0, ann, bob, r, s }) => ({
    policies: { m0, m1, m2 },
    groups: { g0: { attached: g0.attached, inline: g0.inline }, g1: {} },
    users: { ann, bob },
    roles: { r, s },
  }));

/** As JSON, in one order. */
function bytes(all: Iterable<Grant | Link>): readonly string[] {
  return [...all].map((each) => canonicalJson(each as unknown as Json)).sort();
}

describe('what remains', () => {
  it('is what a listing without it would have given, whatever goes and in whatever order', () => {
    fc.assert(
      fc.property(estate, fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), (account, picks) => {
        const facts = accountFacts(HOME, account);
        const all = [...awsRemovables(factIndex(facts))];
        if (all.length === 0) return;
        const chosen = picks.map((pick) => all[pick % all.length] as Removable);
        const keys = chosen.flatMap((each) => each.without);
        const byHand = factIndex(facts.filter((fact) => !isNamed(fact, new Set(keys))));
        const without = bytes(resolveAws(factIndex(facts), AS_OF, undefined, new Set(keys)));
        expect(without).toEqual(bytes(resolveAws(byHand, AS_OF)));
        expect(bytes(resolveAws(factIndex(facts), AS_OF, undefined, new Set(keys.toReversed())))).toEqual(without);
        const twice = leavingOut(leavingOut(factIndex(facts), new Set(keys.slice(0, 1))), new Set(keys.slice(1)));
        expect(bytes(resolveAws(twice, AS_OF))).toEqual(without);
      }),
      { numRuns: runs(60) },
    );
  });
});

/** By the names of facts as this test knows them: keys are made of native ids. */
function isNamed(fact: Fact, keys: ReadonlySet<string>): boolean {
  if (fact.kind === 'trust') return keys.has(`${fact.key}|trust`);
  if (fact.kind === 'limiter') return keys.has(`${fact.key}|permissions-boundary`);
  return fact.kind !== 'identity' && keys.has(fact.key);
}
