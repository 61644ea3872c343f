import { byCodeUnit } from '../base/order.ts';
import type { Handle } from '../model/entity.ts';
import type { BoundaryId, EntityId } from '../model/ids.ts';
import type { Person, PersonRule } from '../model/person.ts';
import { connectorOf } from './names.ts';

/** An account of somebody, with what tells whose it is. */
export interface Account {
  readonly id: EntityId;
  readonly boundary: BoundaryId;
  readonly handles: readonly Handle[];
}

/** Accounts that were to be joined and were not: what was read contradicts itself. */
export interface PersonConflict {
  readonly accounts: readonly EntityId[];
  readonly detail: string;
}

export interface Persons {
  /** By id. */
  readonly persons: readonly Person[];
  readonly conflicts: readonly PersonConflict[];
}

/** A handle, and whose it is on each side. */
interface Claim {
  readonly text: string;
  readonly accounts: readonly number[];
}

/**
 * Joins accounts by handles: by immutable ones wherever they are equal, by others where a rule says so, by a name that people read never. A
 * directory knows a person once: whatever would join two accounts of one boundary is a conflict and joins nothing. What rules say
 * gives way to what immutable handles say. The order of the accounts and of the rules changes nothing; time is linear in handles.
 */
export function personsOf(given: Iterable<Account>, rules: readonly PersonRule[]): Persons {
  const accounts = [...given].sort((a, b) => byCodeUnit(a.id, b.id));
  const conflicts: PersonConflict[] = [];
  const sure = joined(
    accounts,
    immutableClaims(accounts),
    accounts.map((_, at) => at),
    conflicts,
  );
  const both = joined(
    accounts,
    rules.flatMap((rule) => ruleClaims(accounts, rule)),
    sure.roots,
    conflicts,
  );
  const because = new Map<number, Set<string>>();
  const groups = new Map<number, number[]>();
  for (const [at, root] of both.roots.entries()) groups.set(root, [...(groups.get(root) ?? []), at]);
  for (const { text, accounts: of } of [...sure.held, ...both.held]) {
    const root = both.roots[of[0] as number] as number;
    because.set(root, (because.get(root) ?? new Set<string>()).add(text));
  }
  const persons = [...groups].flatMap(([root, of]): Person[] => {
    const ids = of.map((at) => (accounts[at] as Account).id);
    const reasons = [...(because.get(root) ?? [])].sort(byCodeUnit);
    return ids.length < 2 ? [] : [{ id: `person:${ids[0] as string}`, accounts: ids, because: reasons }];
  });
  return { persons, conflicts: [...conflicts].sort((a, b) => byCodeUnit(a.detail, b.detail)) };
}

function immutableClaims(accounts: readonly Account[]): readonly Claim[] {
  const owners = new Map<string, number[]>();
  for (const [at, { handles }] of accounts.entries()) {
    for (const each of new Set(handles.filter((handle) => handle.immutable).map(textOf))) put(owners, each, at);
  }
  return [...owners].filter(([, of]) => of.length > 1).map(([text, of]) => ({ text: `both have the ${text}`, accounts: of }));
}

function ruleClaims(accounts: readonly Account[], { left, right }: PersonRule): readonly Claim[] {
  const sides = [left, right].map((side) => {
    const owners = new Map<string, number[]>();
    for (const [at, { boundary, handles }] of accounts.entries()) {
      if (connectorOf(boundary) !== side.connector) continue;
      for (const value of new Set(handles.filter((each) => each.kind === side.handle).map(valueOf))) put(owners, value, at);
    }
    return owners;
  });
  return [...(sides[0] as Map<string, number[]>)].flatMap(([value, of]): Claim[] => {
    const others = sides[1]?.get(value);
    if (others === undefined) return [];
    const all = [...new Set([...of, ...others])].sort((a, b) => a - b);
    const text = `the rule of the configuration: ${left.connector} ${left.handle} is ${right.connector} ${right.handle}, ${value}`;
    return all.length < 2 ? [] : [{ text, accounts: all }];
  });
}

/**
 * The groups that claims make of groups that are there already; `roots`: for each account the first of its group. Claims that bring two accounts
 * of one boundary together, by themselves or one by way of another, are conflicts, and none of them holds.
 */
function joined(
  accounts: readonly Account[],
  claims: readonly Claim[],
  before: readonly number[],
  conflicts: PersonConflict[],
): { readonly roots: readonly number[]; readonly held: readonly Claim[] } {
  const open = claims.filter((claim) => {
    const twice = sameBoundary(accounts, claim.accounts);
    if (twice !== undefined) conflicts.push(conflict(twice, claim.text));
    return twice === undefined;
  });
  const tried = united(before, open);
  const members = new Map<number, number[]>();
  for (const [at, root] of tried.entries()) put(members, root, at);
  const broken = new Set<number>();
  for (const [root, of] of members) {
    const twice = sameBoundary(accounts, of);
    if (twice === undefined) continue;
    broken.add(root);
    const texts = open.filter((claim) => tried[claim.accounts[0] as number] === root).map((claim) => claim.text);
    conflicts.push(conflict(twice, [...new Set(texts)].sort(byCodeUnit).join('; ')));
  }
  const held = open.filter((claim) => !broken.has(tried[claim.accounts[0] as number] as number));
  return { roots: broken.size === 0 ? tried : united(before, held), held };
}

function united(before: readonly number[], claims: readonly Claim[]): readonly number[] {
  const parent = [...before];
  function root(at: number): number {
    let top = at;
    while (parent[top] !== top) top = parent[top] as number;
    for (let each = at; each !== top;) {
      const next = parent[each] as number;
      parent[each] = top;
      each = next;
    }
    return top;
  }
  for (const { accounts } of claims) {
    for (const each of accounts) {
      const [a, b] = [root(accounts[0] as number), root(each)];
      // the lesser stays: which claim comes first makes no difference
      if (a < b) parent[b] = a;
      else parent[a] = b;
    }
  }
  return parent.map((_, at) => root(at));
}

/** Two of these accounts that are of one boundary. */
function sameBoundary(accounts: readonly Account[], of: readonly number[]): readonly [Account, Account] | undefined {
  const first = new Map<BoundaryId, Account>();
  for (const at of of) {
    const account = accounts[at] as Account;
    const known = first.get(account.boundary);
    if (known !== undefined) return [known, account];
    first.set(account.boundary, account);
  }
  return undefined;
}

function conflict([a, b]: readonly [Account, Account], text: string): PersonConflict {
  return { accounts: [a.id, b.id], detail: `${a.id} and ${b.id} are two accounts of ${a.boundary} and would be one person's: ${text}` };
}

function textOf(handle: Handle): string {
  return `${handle.kind} ${valueOf(handle)}`;
}

function valueOf({ value }: Handle): string {
  return value.toLowerCase();
}

function put(map: Map<string, number[]>, key: string, at: number): void;
function put(map: Map<number, number[]>, key: number, at: number): void;
function put(map: Map<string | number, number[]>, key: string | number, at: number): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [at]);
  else known.push(at);
}
