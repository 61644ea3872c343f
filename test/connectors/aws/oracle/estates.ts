import fc from 'fast-check';
import type { AccountCase, HolderCase, OrganizationCase } from '../resolve/estate.ts';
import type { Document, Principal } from './literal.ts';
import { statementsOf } from './literal.ts';
import { actionFits } from './text.ts';
import { valuesOf } from './condition.ts';
import type { Caller } from './situations.ts';
import type { Holder } from './pool.ts';
import { AWAY, boundaryOf, conditionsOf, controlOf, HOME, ORGANIZATION, policyOf, trustOf } from './pool.ts';
import { protectionOf } from './pool-resources.ts';
import type { Json } from '../../../../src/base/json.ts';

/** One account in the shape that becomes facts, and the same in the shape the literal decides on. */
export interface Actor {
  readonly account: string;
  readonly caller: Caller;
  readonly principal: Principal;
  /** Resource control policies that bind resources of its account. */
  readonly protections?: readonly Document[] | undefined;
}
export interface TrustingRole {
  readonly account: string;
  readonly arn: string;
  readonly trust: Document;
  readonly tags: Readonly<Record<string, string>>;
  readonly organization?: string | undefined;
  readonly protections?: readonly Document[] | undefined;
}
export interface Estate {
  readonly organization?: OrganizationCase | undefined;
  readonly accounts: Readonly<Record<string, AccountCase>>;
  readonly actors: readonly Actor[];
  readonly roles: readonly TrustingRole[];
}

export interface Held {
  readonly own: readonly Document[];
  readonly boundary?: Document | undefined;
  readonly tag?: string | undefined;
}
export interface Drawn {
  /** Service control policies of the root, of a unit and of the account HOME, beside what allows everything; AWAY is the management account. */
  readonly controls: Controls | undefined;
  readonly group: Document | undefined;
  readonly shared: Document;
  readonly ann: Held & { readonly inGroup: boolean; readonly attached: boolean };
  readonly bob: Held & { readonly inGroup: boolean; readonly attached: boolean };
  readonly cat: Held & { readonly inGroup: boolean; readonly attached: boolean };
  readonly r1: Held & { readonly attached: boolean; readonly trust: Document };
  readonly r2: Held & { readonly attached: boolean; readonly trust: Document };
  readonly r3: Held & { readonly attached: boolean; readonly trust: Document };
}

export interface Controls {
  readonly full: readonly boolean[];
  readonly more: readonly (readonly Document[])[];
  /** Resource control policies of each node, beside what allows everything; undefined where that type is switched off. */
  readonly protecting: readonly (readonly Document[])[] | undefined;
}
const nodes = ['r-1', 'ou-1', HOME];
const everything: Document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };

const everyone: Document = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } };

function nodesOf({ full, more }: Controls): readonly (readonly Document[])[] {
  return nodes.map((_node, at) => [...(full[at] === true ? [everything] : []), ...(more[at] ?? [])]);
}

function organizationOf(controls: Controls): OrganizationCase {
  const put = (name: string, all: readonly (readonly Document[])[]): Required<Pick<OrganizationCase, 'policies' | 'targets'>> => {
    const policies: Record<string, Json> = {};
    const targets: Record<string, string[]> = {};
    for (const [at, documents] of all.entries()) {
      targets[nodes[at] ?? ''] = documents.map((document, n) => {
        policies[`${name}-${at}-${n}`] = document as unknown as Json;
        return `${name}-${at}-${n}`;
      });
    }
    return { policies, targets };
  };
  const resources = put('q', controls.protecting === undefined ? [[]] : controls.protecting.map((each) => [everyone, ...each]));
  return {
    id: ORGANIZATION,
    managementAccount: AWAY,
    accounts: { [HOME]: ['r-1', 'ou-1'], [AWAY]: ['r-1'] },
    ...put('p', nodesOf(controls)),
    resourcePolicies: resources.policies,
    resourceTargets: resources.targets,
  };
}

/** Resource control policies that bind what an account owns; the management account's resources are bound by none. */
export function protectionsOf({ controls }: Drawn, account: string): readonly Document[] | undefined {
  return account === HOME ? controls?.protecting?.flat() : undefined;
}

const maybe = <T>(item: fc.Arbitrary<T>, freq: number): fc.Arbitrary<T | undefined> => fc.option(item, { nil: undefined, freq });

/** `holder`: see {@link Holder}. */
export function drawn(holder: Holder): fc.Arbitrary<Drawn> {
  const policy = policyOf(holder);
  const held = {
    own: fc.array(policy, { maxLength: 2 }),
    boundary: fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: boundaryOf(holder) }),
    tag: fc.constantFrom(undefined, 'team', 'blue'),
  };
  const user = fc.record({ ...held, inGroup: fc.boolean(), attached: fc.boolean() });
  const role = fc.record({ ...held, attached: fc.boolean(), trust: trustOf(holder) });
  const controls = fc.record({
    full: fc.array(fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }), {
      minLength: 3,
      maxLength: 3,
    }),
    more: fc.array(fc.array(controlOf(holder), { maxLength: 1 }), { minLength: 3, maxLength: 3 }),
    protecting: maybe(
      fc.array(fc.array(protectionOf(conditionsOf('Deny', holder, true)), { maxLength: 1 }), { minLength: 3, maxLength: 3 }),
      3,
    ),
  });
  return fc.record({
    controls: maybe(controls, 2),
    group: maybe(policy, 2),
    shared: policy,
    ann: user,
    bob: user,
    cat: user,
    r1: role,
    r2: role,
    r3: role,
  });
}

function allowsSessionTags(document: Document): boolean {
  return statementsOf(document).some(
    (each) => each.Effect === 'Allow' && [each.Action ?? []].flat().some((action) => actionFits(action, 'sts:TagSession')),
  );
}

const ofUsers = { sessionTags: false, withoutFactor: false };

/** Whether anybody who could give a second factor is let in: no service, no identity provider, no role and nobody who is gone (id_credentials_mfa_configure-api-require.html). */
function isOpenToUsers(document: Document): boolean {
  return statementsOf(document).some(({ Effect, Principal }) => {
    if (Effect !== 'Allow') return false;
    if (typeof Principal === 'string' || Principal === undefined) return true;
    return valuesOf(Principal['AWS'] ?? []).some((each) => !/^(?:arn:aws:(?:iam::\d+:role|sts::\d+:assumed-role)\/|AIDA|AROA)/.test(each));
  });
}

/** Users of both accounts may be in a group `ops` of their account, which holds the drawn document. */
export function estateOf(given: Drawn): Estate {
  const controls = given.controls === undefined ? undefined : nodesOf(given.controls);
  const organization = controls === undefined ? undefined : ORGANIZATION;
  const actors: Actor[] = [];
  const roles: TrustingRole[] = [];
  const accounts: Record<string, Required<Pick<AccountCase, 'policies' | 'groups' | 'users' | 'roles'>>> = {};
  const accountOf = (account: string): (typeof accounts)[string] =>
    (accounts[account] ??= {
      policies: { shared: given.shared as never },
      groups: { ops: { inline: given.group === undefined ? {} : { of: given.group as never } } },
      users: {},
      roles: {},
    });
  const add = (
    account: string,
    kind: 'user' | 'role',
    name: string,
    each: Held,
    more: readonly Document[],
    holder: HolderCase & { readonly trust?: never },
    { sessionTags, withoutFactor }: { readonly sessionTags: boolean; readonly withoutFactor: boolean },
  ): void => {
    const arn = `arn:aws:iam::${account}:${kind}/${name}`;
    const tags: Readonly<Record<string, string>> = each.tag === undefined ? {} : { team: each.tag };
    const estate = accountOf(account);
    const limit = each.boundary === undefined ? undefined : `limit-${name.replace('/', '-')}`;
    if (limit !== undefined) (estate.policies as Record<string, unknown>)[limit] = each.boundary;
    const inline = Object.fromEntries(each.own.map((document, at) => [`p${at}`, document as never]));
    (kind === 'user' ? (estate.users as Record<string, HolderCase>) : (estate.roles as Record<string, HolderCase>))[name] = {
      ...holder,
      inline,
      tags,
      ...(limit === undefined ? {} : { limit }),
    };
    actors.push({
      account,
      protections: protectionsOf(given, account),
      caller: { arn, kind, tags, sessionTags, withoutFactor, organization },
      principal: { arn, policies: [...each.own, ...more], boundary: each.boundary, controls: account === HOME ? controls : undefined },
    });
  };
  for (const [account, name, each] of [
    [HOME, 'ann', given.ann],
    [HOME, 'team/bob', given.bob],
    [AWAY, 'cat', given.cat],
  ] as const) {
    const more = [...(each.inGroup && given.group !== undefined ? [given.group] : []), ...(each.attached ? [given.shared] : [])];
    add(account, 'user', name, each, more, { groups: each.inGroup ? ['ops'] : [], attached: each.attached ? ['shared'] : [] }, ofUsers);
  }
  for (const [account, name, each] of [
    [HOME, 'r1', given.r1],
    [HOME, 'team/r2', given.r2],
    [AWAY, 'r3', given.r3],
  ] as const) {
    const trusting = { attached: each.attached ? ['shared'] : [], trust: each.trust as never };
    add(account, 'role', name, each, each.attached ? [given.shared] : [], trusting, {
      sessionTags: allowsSessionTags(each.trust),
      withoutFactor: !isOpenToUsers(each.trust),
    });
    roles.push({
      account,
      arn: `arn:aws:iam::${account}:role/${name}`,
      trust: each.trust,
      tags: each.tag === undefined ? {} : { team: each.tag },
      organization,
      protections: protectionsOf(given, account),
    });
  }
  return { accounts, actors, roles, organization: given.controls === undefined ? undefined : organizationOf(given.controls) };
}
