import type { Instant } from '../../base/instant.ts';
import { instantOf, parseInstant } from '../../base/instant.ts';
import { byCodeUnit, byKeys } from '../../base/order.ts';
import { connectorOf } from '../../graph/names.ts';
import type { Identity } from '../../model/entity.ts';
import type { EntityId } from '../../model/ids.ts';
import type { EventKey } from '../../model/life-cycle.ts';
import type { Person } from '../../model/person.ts';
import type { KeyRule } from '../settings.ts';
import { fold } from './fold.ts';
import { keysOf } from './keys.ts';
import { put } from './lists.ts';

/**
 * `sure`: the accounts that the keys find, and all accounts of the same person. `ambiguous`: the keys find several people, or people who can't
 * be told apart; nobody is chosen. `unknown`: nobody who was read has such a key. `no-key`: there is nothing to look for.
 */
export type Match =
  | { readonly state: 'sure'; readonly accounts: readonly EntityId[]; readonly person: readonly EntityId[] }
  | { readonly state: 'ambiguous'; readonly candidates: readonly EntityId[] }
  | { readonly state: 'unknown' | 'no-key' };

/** Of a row whose keys are looked up. */
export interface Row {
  /** When it happened: a name that can be given again does not stand for an account that was made only later. */
  readonly at: Instant;
  /** The connector whose system tells it: by any handle that it gave its accounts it finds them. `null`: of none. */
  readonly own: string | null;
  /** It may well come before the account: an approval, a grant. */
  readonly early: boolean;
}

export interface Matcher {
  match(keys: readonly EventKey[], row?: Row): Match;
  /** All accounts of whoever has this one, itself among them; sorted. */
  accountsOf(identity: EntityId): readonly EntityId[];
  /** Whether any account of this one's person has a key of one of these kinds, so that a row naming it so would have been found. */
  hasKeyOf(identity: EntityId, kinds: ReadonlySet<string>): boolean;
}

/** What is known of people who have several accounts, as a view has it. */
export type People = (identity: EntityId) => Person | undefined;

/**
 * Who each of these rows of keys is about. By immutable handles and ids, by e-mail addresses, and by the rules given; values are compared without
 * regard to case, never by likeness. Several keys of one row are of one person, and what only one person has of all of them is certain.
 */
export function matchPersons(
  identities: Iterable<Identity>,
  persons: readonly Person[],
  rules: readonly KeyRule[],
  rows: Iterable<readonly EventKey[]>,
): readonly Match[] {
  const byAccount = new Map(persons.flatMap((person) => person.accounts.map((each) => [each, person] as const)));
  const matcher = matcherOf(identities, (identity) => byAccount.get(identity), rules);
  return [...rows].map((keys) => matcher.match(keys));
}

interface Found {
  readonly identity: Identity;
  /** By a name that is never given to anybody else. */
  readonly firm: boolean;
}

/** `toleranceMs`: by how much a clock may be wrong. The order of identities and rules changes nothing. `gone`: accounts that are no more. */
export function matcherOf(
  identities: Iterable<Identity>,
  people: People,
  rules: readonly KeyRule[],
  { gone = [], toleranceMs = 0 }: { readonly gone?: readonly Identity[]; readonly toleranceMs?: number } = {},
): Matcher {
  const present = new Map([...identities].map((each) => [each.id, each]));
  const past = new Map(gone.filter(({ id }) => !present.has(id)).map((each) => [each.id, each]));
  const index = new Map<string, { readonly found: Found; readonly own: boolean }[]>();
  const kinds = new Map<EntityId, Set<string>>();
  for (const identity of [...present.values(), ...past.values()].sort(byKeys((each) => each.id))) {
    for (const { kind, value, firm, own } of keysOf(identity, rules)) {
      put(index, textOf(kind, value), { found: { identity, firm }, own });
      kinds.set(identity.id, (kinds.get(identity.id) ?? new Set<string>()).add(fold(kind)));
    }
  }
  const formerOf = former(past, present, people);

  function personOf(id: EntityId): string {
    return formerOf.get(id) ?? people(id)?.id ?? id;
  }
  const members = new Map<string, EntityId[]>();
  for (const id of [...present.keys(), ...past.keys()].sort(byCodeUnit)) put(members, personOf(id), id);

  function lookUp({ kind, value }: EventKey, own: string | null): readonly Found[] {
    if (fold(value) === '') return [];
    const all = index.get(textOf(kind, value)) ?? [];
    return all.filter((each) => !each.own || connectorOf(each.found.identity.boundary ?? '') === own).map((each) => each.found);
  }

  /** People whose accounts are each of another directory are one: the row has one name for all of them. */
  function isOne(of: readonly string[]): boolean {
    if (of.length === 1) return true;
    const accounts = of.flatMap((each) => members.get(each) ?? []).map((id) => present.get(id) ?? past.get(id));
    if (accounts.some((each) => each === undefined || each.boundary === null || each.nature === 'non-human')) return false;
    const now = accounts.filter((each) => each !== undefined && present.has(each.id)).map((each) => each?.boundary);
    return of.length > 0 && new Set(now).size === now.length;
  }

  function match(keys: readonly EventKey[], row?: Row): Match {
    if (!keys.some(({ value }) => fold(value) !== '')) return { state: 'no-key' };
    const found = keys.map((key) => lookUp(key, row?.own ?? null)).filter((each) => each.length > 0);
    if (found.length === 0) return { state: 'unknown' };
    const whose = found.map((each) => new Set(each.map(({ identity }) => personOf(identity.id))));
    const union = [...new Set(whose.flatMap((each) => [...each]))];
    const common = union.filter((each) => whose.every((of) => of.has(each)));
    const chosen = isOne(union) ? union : common.length > 0 && isOne(common) ? common : undefined;
    const all = found.flat();
    if (chosen === undefined) return { state: 'ambiguous', candidates: idsOf(all) };
    const its = all.filter(({ identity }) => chosen.includes(personOf(identity.id)));
    const then = its.filter((each) => wasThere(each, row));
    if (then.length === 0) return { state: 'ambiguous', candidates: idsOf(its) };
    const person = new Set(then.flatMap(({ identity }) => members.get(personOf(identity.id)) ?? []));
    return { state: 'sure', accounts: idsOf(then), person: [...person].sort(byCodeUnit) };
  }

  function wasThere({ identity: { createdAt }, firm }: Found, row: Row | undefined): boolean {
    if (firm || createdAt === null || row === undefined || row.early) return true;
    const made = parseInstant(createdAt);
    return made === undefined || row.at >= instantOf(made - toleranceMs);
  }

  const accountsOf = (id: EntityId): readonly EntityId[] => members.get(personOf(id)) ?? [id];
  return {
    match,
    accountsOf,
    hasKeyOf: (id, wanted) => accountsOf(id).some((each) => [...(kinds.get(each) ?? [])].some((kind) => wanted.has(kind))),
  };
}

/** Whose accounts those that are no more were: of the one person who has the same immutable handle. */
function former(
  past: ReadonlyMap<EntityId, Identity>,
  present: ReadonlyMap<EntityId, Identity>,
  people: People,
): ReadonlyMap<EntityId, string> {
  if (past.size === 0) return new Map();
  const owners = new Map<string, Set<string>>();
  for (const { id, handles = [] } of present.values()) {
    for (const { kind, value, immutable } of handles) {
      if (!immutable) continue;
      const text = textOf(kind, value);
      owners.set(text, (owners.get(text) ?? new Set<string>()).add(people(id)?.id ?? id));
    }
  }
  const known = new Map<EntityId, string>();
  for (const { id, handles = [] } of past.values()) {
    const whose = new Set(
      handles.filter(({ immutable }) => immutable).flatMap(({ kind, value }) => [...(owners.get(textOf(kind, value)) ?? [])]),
    );
    const [only] = whose;
    if (whose.size === 1 && only !== undefined) known.set(id, only);
  }
  return known;
}

function idsOf(all: readonly Found[]): readonly EntityId[] {
  return [...new Set(all.map(({ identity }) => identity.id))].sort(byCodeUnit);
}

function textOf(kind: string, value: string): string {
  return JSON.stringify([fold(kind), fold(value)]);
}
