import fc from 'fast-check';
import type { AccountCase, HolderCase } from '../resolve/estate.ts';
import type { Document, Principal } from './literal.ts';
import { statementsOf } from './literal.ts';
import { actionFits } from './text.ts';
import type { Caller } from './situations.ts';
import type { Holder } from './pool.ts';
import { AWAY, boundaryOf, HOME, policyOf, trustOf } from './pool.ts';

/** One account in the shape that becomes facts, and the same in the shape the literal decides on. */
export interface Actor {
  readonly account: string;
  readonly caller: Caller;
  readonly principal: Principal;
}
export interface TrustingRole {
  readonly account: string;
  readonly arn: string;
  readonly trust: Document;
}
export interface Estate {
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
  readonly group: Document | undefined;
  readonly shared: Document;
  readonly ann: Held & { readonly inGroup: boolean; readonly attached: boolean };
  readonly bob: Held & { readonly inGroup: boolean; readonly attached: boolean };
  readonly cat: Held & { readonly inGroup: boolean; readonly attached: boolean };
  readonly r1: Held & { readonly attached: boolean; readonly trust: Document };
  readonly r2: Held & { readonly attached: boolean; readonly trust: Document };
  readonly r3: Held & { readonly attached: boolean; readonly trust: Document };
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
  return fc.record({ group: maybe(policy, 2), shared: policy, ann: user, bob: user, cat: user, r1: role, r2: role, r3: role });
}

function allowsSessionTags(document: Document): boolean {
  return statementsOf(document).some(
    (each) => each.Effect === 'Allow' && [each.Action ?? []].flat().some((action) => actionFits(action, 'sts:TagSession')),
  );
}

/** Users of both accounts may be in a group `ops` of their account, which holds the drawn document. */
export function estateOf(given: Drawn): Estate {
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
    sessionTags: boolean,
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
      caller: { arn, kind, tags, sessionTags },
      principal: { arn, policies: [...each.own, ...more], boundary: each.boundary },
    });
  };
  for (const [account, name, each] of [
    [HOME, 'ann', given.ann],
    [HOME, 'team/bob', given.bob],
    [AWAY, 'cat', given.cat],
  ] as const) {
    const more = [...(each.inGroup && given.group !== undefined ? [given.group] : []), ...(each.attached ? [given.shared] : [])];
    add(account, 'user', name, each, more, { groups: each.inGroup ? ['ops'] : [], attached: each.attached ? ['shared'] : [] }, false);
  }
  for (const [account, name, each] of [
    [HOME, 'r1', given.r1],
    [HOME, 'team/r2', given.r2],
    [AWAY, 'r3', given.r3],
  ] as const) {
    const trusting = { attached: each.attached ? ['shared'] : [], trust: each.trust as never };
    add(account, 'role', name, each, each.attached ? [given.shared] : [], trusting, allowsSessionTags(each.trust));
    roles.push({ account, arn: `arn:aws:iam::${account}:role/${name}`, trust: each.trust });
  }
  return { accounts, actors, roles };
}
