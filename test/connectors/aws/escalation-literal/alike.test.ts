import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveAws } from '../../../../connectors/aws/resolve/resolve.ts';
import { canonicalJson } from '../../../../src/base/bytes/canonical.ts';
import type { Json } from '../../../../src/base/json.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import { runs } from '../../../support/runs.ts';
import { letting, says } from '../escalation/documents.ts';
import type { AccountCase, HolderCase } from '../resolve/estate.ts';
import { accountFacts, factIndex } from '../resolve/estate.ts';
import { HOME } from '../resolve/say.ts';
import { estates } from './estates.ts';
import { readOf } from './facts.ts';
import { NOW } from './moments.ts';

/* Of principals that are alike one is looked at, and which one that is hangs on the order in which they come. */

const ofHolders = new Set(['identity', 'attachment', 'policy', 'trust', 'membership', 'limiter', 'credential', 'credential-detail']);

/** The facts of a user or role once more, under another name. */
function copied(facts: readonly Fact[], kind: 'user' | 'role', name: string, copy: string): readonly Fact[] {
  const [from, to] = [`:${kind}/${name}`, `:${kind}/${copy}`];
  const last = (path: string): string => `"name":"${path.slice(path.lastIndexOf('/') + 1)}"`;
  return facts
    .filter((each) => ofHolders.has(each.kind) && each.key.includes(from))
    .map((each) => JSON.parse(JSON.stringify(each).replaceAll(from, to).replaceAll(last(name), last(copy))) as Fact);
}

function elementsOf(facts: readonly Fact[], unread: readonly string[] = []): readonly string[] {
  const isRead = (surface: string): boolean => !unread.includes(surface);
  return [...resolveAws(factIndex(facts), new Date(NOW).toISOString(), undefined, new Set(), undefined, isRead)]
    .map((each) => canonicalJson(each as unknown as Json))
    .sort();
}

const may = (...Action: string[]): Json => ({ Effect: 'Allow', Action, Resource: '*' });

function holders(names: readonly string[], given: HolderCase): Readonly<Record<string, HolderCase>> {
  return Object.fromEntries(names.map((name) => [name, given]));
}

interface Told {
  readonly subject: string;
  readonly because: readonly string[];
}

/** Grants by one method. */
function grantsBy(account: AccountCase, method: string): readonly Told[] {
  return elementsOf(accountFacts(HOME, account))
    .map((each) => JSON.parse(each) as Partial<Told> & { readonly escalation?: string })
    .flatMap(({ subject, because, escalation }) =>
      escalation === method && subject !== undefined && because !== undefined ? [{ subject, because }] : [],
    );
}

function subjectsOf(account: AccountCase, method: string): readonly string[] {
  return [...new Set(grantsBy(account, method).map(({ subject }) => subject))];
}

describe('what principals that are alike gain', () => {
  it('is the same whichever of them comes first', () => {
    fc.assert(
      fc.property(estates, (spec) => {
        const { facts, unread } = readOf(spec);
        const copies = [
          ...Object.keys(spec.roles).flatMap((name) => copied(facts, 'role', name, `${name}-too`)),
          ...Object.keys(spec.users).flatMap((name) => copied(facts, 'user', name, `${name}-too`)),
        ];
        expect(elementsOf([...copies, ...facts], unread)).toEqual(elementsOf([...facts, ...copies], unread));
      }),
      { numRuns: runs(40, 10_000) },
    );
  });

  it('is told of each by its own policies', () => {
    const trust = letting({ Service: 'lambda.amazonaws.com' });
    const account: AccountCase = {
      policies: { starts: says(may('lambda:CreateFunction', 'lambda:InvokeFunction', 'iam:PassRole')) },
      users: holders(['ann', 'bob', 'cat'], { attached: ['starts'] }),
      roles: { runner: { trust } },
    };
    const links = elementsOf(accountFacts(HOME, account)).map(
      (each) => JSON.parse(each) as { from?: string; how?: string; source: { id: string } },
    );
    const told = links.flatMap(({ from, how, source }) => (how === 'can-run-as' && from !== undefined ? [[from, source.id] as const] : []));
    expect(told.map(([from]) => from.slice(from.lastIndexOf('/') + 1)).sort()).toEqual(['ann', 'bob', 'cat']);
    for (const [from, source] of told) expect(source.startsWith(`${from}|`)).toBe(true);
  });

  it('is not what the one of them gains that a trust policy names', () => {
    const boost = says(may('iam:PutRolePolicy'));
    const account = (first: string): AccountCase => ({
      policies: { boost },
      users: holders(['ann', 'bob'], { attached: ['boost'] }),
      roles: { r: { trust: letting({ AWS: `arn:aws:iam::${HOME}:user/${first}` }) } },
    });
    for (const name of ['ann', 'bob'])
      expect(subjectsOf(account(name), 'put-role-policy-and-assume')).toEqual([`arn:aws:iam::${HOME}:user/${name}`]);
  });

  it('is not what a policy gives the one of them that it names', () => {
    const named = (name: string): readonly string[] => {
      const policies = { own: says({ Effect: 'Allow', Action: 'iam:PutRolePolicy', Resource: `arn:aws:iam::${HOME}:role/${name}` }) };
      return subjectsOf({ policies, roles: holders(['a', 'b'], { attached: ['own'] }) }, 'put-own-role-policy');
    };
    for (const name of ['a', 'b']) expect(named(name)).toEqual([`arn:aws:iam::${HOME}:role/${name}`]);
  });

  it('is not what the one of them gains that nothing denies it', () => {
    const free = (name: string): readonly string[] => {
      const boost = says(may('iam:PutUserPolicy', 'iam:CreateAccessKey'));
      const denied = says({ Effect: 'Deny', Action: 'iam:*', Resource: '*' });
      const users = Object.fromEntries(
        ['ann', 'bob'].map(
          (each) => [each, each === name ? { attached: ['boost'] } : { attached: ['boost'], inline: { denied } }] as const,
        ),
      );
      return subjectsOf({ policies: { boost }, users }, 'put-own-user-policy');
    };
    for (const name of ['ann', 'bob']) expect(free(name)).toEqual([`arn:aws:iam::${HOME}:user/${name}`]);
  });

  it('is told of each who frees itself by the names of its own policies', () => {
    const tagged = { StringEquals: { 'aws:PrincipalTag/team': 'blue' } };
    const own = says(may('iam:TagRole'), { Effect: 'Allow', Action: 'iam:CreatePolicyVersion', Resource: '*', Condition: tagged });
    const freed = says(may('iam:DeleteRolePolicy', 'iam:CreatePolicyVersion'));
    const denied = says({ Effect: 'Deny', Action: 'iam:CreatePolicyVersion', Resource: '*' });
    for (const [method, inline] of [
      ['tag-own-role', { own }],
      ['delete-own-role-policy', { freed, denied }],
    ] as const) {
      const told = grantsBy({ roles: holders(['a', 'b'], { inline }) }, method);
      expect(new Set(told.map(({ subject }) => subject)).size, method).toBe(2);
      for (const { subject, because } of told) {
        const other = subject.endsWith('/a') ? 'role b' : 'role a';
        expect(because.filter((each) => each.endsWith(other) || each.includes(`${other} `))).toEqual([]);
      }
    }
  });

  it('is gained by none of them as itself', () => {
    const withFactor = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
    const boost = says({ Effect: 'Allow', Action: ['iam:PutUserPolicy', 'iam:CreateAccessKey'], Resource: '*', Condition: withFactor });
    const account = { policies: { boost }, users: holders(['ann', 'bob', 'cat'], { attached: ['boost'] }) };
    const told = grantsBy(account, 'put-user-policy-and-mint');
    expect(new Set(told.map(({ subject }) => subject)).size).toBe(3);
    for (const { subject, because } of told) {
      const name = subject.slice(subject.lastIndexOf('/') + 1);
      expect(because.filter((each) => each.includes(`user ${name} `) && each.includes('any right'))).toEqual([]);
    }
  });
});
