import type { EntityId, ScopeId } from '../../../../src/model/ids.ts';
import { groupBy } from '../../../../src/base/group.ts';
import type { DenyAssignmentFact } from '../facts.ts';
import type { Plane } from '../rbac/actions.ts';
import { bothConditions, conditionUpon, permits } from '../rbac/actions.ts';
import { letsThrough } from '../rbac/condition/read.ts';
import { subscriptionOf } from '../rbac/scopes.ts';
import type { Estate, Of } from './estate.ts';
import type { Held } from './holdings.ts';

/**
 * `maybe`: whether it names the holder, or leaves the holder out, depends on memberships. `member`: it names some who are in the group that is the holder, and
 * what the group has is not told apart by its members.
 */
type Applies = 'yes' | 'maybe' | 'member' | 'no';

/** `maybe`: a condition decides that asks about what is not known. */
export type Denied = 'no' | 'maybe' | 'yes';

/** What deny assignments take from one holding. */
export interface DenyView {
  /** Those that govern its whole scope, and those that govern a part below; ids, in order: the same text, the same effect. */
  readonly key: string;
  /** Denied at the whole scope. */
  atScope(action: string, plane: Plane): Denied;
  /** Denied at a place below its scope, by what governs less than all of it. */
  below(place: ScopeId, action: string, plane: Plane): Denied;
  readonly caveats: readonly string[];
}

export const undenied: DenyView = { key: '', atScope: () => 'no', below: () => 'no', caveats: [] };

/** Deny assignments, found by where they govern. */
export class Denies {
  readonly #estate: Estate;
  readonly #byScope: ReadonlyMap<ScopeId, readonly Of<DenyAssignmentFact>[]>;
  readonly #bySubscription: ReadonlyMap<ScopeId, readonly Of<DenyAssignmentFact>[]>;
  readonly #all: readonly Of<DenyAssignmentFact>[];
  readonly #known = new Map<string, DenyView>();
  readonly #views = new WeakMap<Held, DenyView>();

  constructor(estate: Estate) {
    this.#estate = estate;
    this.#all = estate.of['deny-assignment'];
    this.#byScope = groupBy(this.#all, ({ value }) => value.scope);
    this.#bySubscription = groupBy(this.#all, ({ value }) => subscriptionOf(value.scope) ?? value.scope);
  }

  viewOf(held: Held): DenyView {
    if (this.#all.length === 0) return undenied;
    let known = this.#views.get(held);
    if (known === undefined) this.#views.set(held, (known = this.#viewFor(held)));
    return known;
  }

  #viewFor(held: Held): DenyView {
    const { tree } = this.#estate;
    const chain = tree.chain(held.scope);
    // what does not go on to children leaves all below the scope as it is, so the holding is not gone
    const above = chain.flatMap((scope) => this.#byScope.get(scope) ?? []).filter(({ value }) => !value.notToChildren);
    const isSubscription = this.#estate.tenantOf(held.scope) !== held.scope;
    const subscription = isSubscription ? held.scope : subscriptionOf(held.scope);
    const near = subscription === undefined ? this.#all : (this.#bySubscription.get(subscription) ?? []);
    const inside = near.filter(({ value }) => value.scope !== held.scope && tree.contains(held.scope, value.scope));
    if (above.length === 0 && inside.length === 0) return undenied;
    const told = (
      denies: readonly Of<DenyAssignmentFact>[],
    ): readonly { readonly deny: Of<DenyAssignmentFact>; readonly applies: Applies }[] =>
      denies.map((deny) => ({ deny, applies: this.#applies(deny.value, held) })).filter((each) => each.applies !== 'no');
    const [whole, part] = [told(above), told(inside)];
    if (whole.length === 0 && part.length === 0) return undenied;
    const key = [whole, part].map((each) => each.map(({ deny, applies }) => `${deny.value.id}=${applies}`).join(' ')).join('|');
    let known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, (known = this.#view(key, whole, part)));
    return known;
  }

  #view(key: string, whole: readonly Told[], part: readonly Told[]): DenyView {
    const { tree } = this.#estate;
    const governs = ({ deny: { value } }: Told, place: ScopeId): boolean =>
      value.notToChildren ? value.scope === place : tree.contains(value.scope, place);
    return {
      key,
      atScope: (action, plane) => deniedBy(whole, action, plane),
      below(place, action, plane) {
        return deniedBy(
          part.filter((each) => governs(each, place)),
          action,
          plane,
        );
      },
      caveats: whole.flatMap(({ deny, applies }) => {
        if (applies === 'maybe') return [`unless deny assignment ${deny.value.name} reaches its holder, which depends on memberships`];
        return applies === 'member' ? [`unless it is one of those in the group that deny assignment ${deny.value.name} names`] : [];
      }),
    };
  }

  #applies({ principals, excluded }: DenyAssignmentFact, { principal, principalType }: Held): Applies {
    if (excluded.includes(principal)) return 'no';
    const groups = this.#estate.groupsOf(principal);
    if (!principals.some((each) => each === 'everyone' || each === principal || groups.has(each))) {
      return principals.some((each) => this.#estate.groupsOf(each).has(principal)) ? 'member' : 'no';
    }
    if (excluded.some((each) => groups.has(each))) return 'no';
    const others = excluded.filter((each) => !this.#isNoGroup(each));
    const type = principalType?.toLowerCase();
    const isOne = type === 'user' || type === 'serviceprincipal' || this.#estate.isServicePrincipal(principal);
    // members of a group may be left out one by one
    if (!isOne) return excluded.length === 0 ? 'yes' : 'maybe';
    return others.length === 0 || this.#estate.readsMembers(principal) ? 'yes' : 'maybe';
  }

  #isNoGroup(principal: EntityId): boolean {
    return this.#estate.isServicePrincipal(principal);
  }
}

interface Told {
  readonly deny: Of<DenyAssignmentFact>;
  readonly applies: Applies;
}

function deniedBy(denies: readonly Told[], action: string, plane: Plane): Denied {
  let answer: Denied = 'no';
  for (const { deny, applies } of denies) {
    if (applies !== 'yes' || !covers(deny.value, action, plane)) continue;
    const condition = bothConditions(deny.value.condition, conditionUpon(deny.value.permissions, action, plane));
    const under = condition === null ? 'true' : letsThrough(condition, action);
    if (under === 'true') return 'yes';
    if (under === 'unknown') answer = 'maybe';
  }
  return answer;
}

function covers({ permissions }: DenyAssignmentFact, action: string, plane: Plane): boolean {
  return permissions.some((each) => permits(each, action, plane));
}
