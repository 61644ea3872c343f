import { byCodeUnit } from '../../src/base/order.ts';
import type { BoundaryName } from '../../src/contract/connector.ts';
import type { FactIndex, FactOfKind } from '../../src/model/fact.ts';
import type { AccountPlaceFact, OrganizationParentFact, OrganizationRef } from './facts.ts';
import { accountBoundary } from './identity.ts';

/** All that was told of where an account sits. */
export interface ToldPlace {
  /** `null`: in none. `undefined`: told in two ways. */
  readonly organization: OrganizationRef | null | undefined;
  /** From the root to the account, both included, and empty without an organization; `undefined`: not known, or told in two ways. */
  readonly path: readonly string[] | undefined;
  readonly name: string | null;
  readonly state: string | null;
  /** Where the path is not known: the highest node above the account that was seen, or itself; what that hangs under was not told. */
  readonly highest: string | null;
}

type Told = AccountPlaceFact | OrganizationParentFact | { readonly type: 'permissions-boundary' };

/**
 * Where accounts sit, by account: joined from what they say themselves, what their organization lists, and what was seen to hang under
 * what. The order of the facts changes nothing.
 */
export function placesOf(limiters: Iterable<FactOfKind<'limiter'>>): ReadonlyMap<string, ToldPlace> {
  const said = new Map<string, AccountPlaceFact[]>();
  const asked = new Map<string, string>();
  for (const { boundary, value: json } of limiters) {
    const value = json as unknown as Told;
    if (value.type === 'organization-parent') asked.set(`${boundary}|${value.node}`, value.parent);
    else if (value.type === 'account-place') {
      const all = said.get(value.account);
      if (all === undefined) said.set(value.account, [value]);
      else all.push(value);
    }
  }
  const parents: Parents = new Map([...parentsIn([...said.values()].flat()), ...asked]);
  return new Map([...said].map(([account, all]) => [account, joined(account, all, parents)] as const));
}

/** By `aws:<management account>|<node>`; `null`: told in two ways. */
type Parents = ReadonlyMap<string, string | null>;

/** What hangs under what by the paths of accounts. */
function parentsIn(places: readonly AccountPlaceFact[]): Parents {
  const parents = new Map<string, string | null>();
  for (const { organization, path } of places) {
    if (organization === null || path === null) continue;
    path.forEach((node, at) => {
      const parent = path[at - 1];
      const key = `aws:${organization.managementAccount}|${node}`;
      if (parent !== undefined) parents.set(key, (parents.get(key) ?? parent) === parent && parents.get(key) !== null ? parent : null);
    });
  }
  return parents;
}

function joined(account: string, said: readonly AccountPlaceFact[], parents: Parents): ToldPlace {
  const organization = only(said.map((each) => each.organization));
  const told = said.flatMap((each) => (each.path === null ? [] : [each.path]));
  const place = {
    organization,
    name: least(said.map((each) => each.name)),
    state: only(said.flatMap((each) => (each.state === null ? [] : [each.state]))) ?? null,
  };
  if (organization === undefined) return { ...place, path: undefined, highest: null };
  if (organization === null || told.length > 0) return { ...place, path: only(told), highest: null };
  const way = up(account, organization, parents);
  const highest = way[0] ?? account;
  return highest.startsWith('r-') ? { ...place, path: way, highest: null } : { ...place, path: undefined, highest };
}

/** The way to the account, from as high as it was seen. */
function up(account: string, { managementAccount }: OrganizationRef, parents: Parents): readonly string[] {
  const path = [account];
  for (;;) {
    const parent = parents.get(`aws:${managementAccount}|${path[0] ?? account}`) ?? null;
    // what was seen while units were moved may go round
    if (parent === null || path.includes(parent)) return path;
    path.unshift(parent);
  }
}

/** The accounts' names, by which their boundaries are called. */
export function* accountNames(facts: FactIndex): Iterable<BoundaryName> {
  for (const [account, { name }] of placesOf(facts.ofKind('limiter')))
    if (name !== null) yield { boundary: accountBoundary(account), name };
}

/** What all of them say; `undefined` where there is none or they differ. */
function only<T>(said: readonly T[]): T | undefined {
  const [first, ...more] = said;
  const text = JSON.stringify(first);
  return more.every((each) => JSON.stringify(each) === text) ? first : undefined;
}

function least(names: readonly (string | null)[]): string | null {
  return names.filter((each) => each !== null).sort(byCodeUnit)[0] ?? null;
}
