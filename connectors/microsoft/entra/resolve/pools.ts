import { groupBy } from '../../../../src/base/group.ts';
import type { Link, LinkKind } from '../../../../src/model/grant.ts';
import type { EntityId, ScopeId } from '../../../../src/model/ids.ts';
import { objectIdOf } from '../../ids.ts';
import type { Sort } from '../tables/power.ts';
import type { Directory } from './directory.ts';
import { linkOn } from './elements.ts';
import { standing } from './lasting.ts';
import { restrictedObjects } from './restricted.ts';
import type { Doubts, Target } from './targets.ts';
import { targetsOf } from './targets.ts';

const everything: readonly (readonly [LinkKind, Sort])[] = [
  ['can-mint', 'users-any'],
  ['can-mint', 'guests'],
  ['can-mint', 'applications'],
  ['can-assume', 'assignable-groups'],
  ['can-assume', 'security-groups'],
  ['can-assume', 'unified-groups'],
  ['can-assume', 'security-rules'],
  ['can-assume', 'unified-rules'],
  ['can-mint', 'restricted'],
];

/** What nobody changes here but who synchronizes. */
const ofSynchronization: ReadonlySet<Sort> = new Set(['users-synchronized', 'synchronized-groups']);

const lasting = standing(['what a holder of this power can change is acted as through it']);

/**
 * Who can change a sort of things, and those things, by a name in between: so many links as there are holders and things, not their product.
 * Only what somebody joined is linked on.
 */
export class Pools {
  readonly #directory: Directory;
  readonly #targets: ReadonlyMap<EntityId, Target>;
  /** Sort, and the unit or `undefined` for the whole tenant, by the pool's name. */
  readonly #joined = new Map<string, { readonly sort: Sort; readonly how: LinkKind; readonly unit: ScopeId | undefined }>();
  readonly #inUnits: ReadonlyMap<ScopeId, readonly EntityId[]>;
  readonly #closed: ReadonlySet<EntityId>;

  constructor(directory: Directory) {
    this.#directory = directory;
    this.#targets = new Map([...targetsOf(directory)].map((each) => [each.id, each]));
    const members = groupBy(
      directory.unitMembers.map(({ value }) => value),
      (each) => each.unit,
    );
    this.#inUnits = new Map([...members].map(([unit, each]) => [unit, each.map(({ member }) => member)]));
    this.#closed = restrictedObjects(directory);
  }

  /** The pool's name. `unit`: left out, it is all of the tenant but what restricted units keep from being changed. */
  join(sort: Sort, how: LinkKind, unit?: ScopeId): EntityId {
    const place = unit === undefined ? '' : `unit-${objectIdOf(unit) ?? ''}-`;
    const pool = `pool:${this.#directory.boundary}:${place}${sort}-${how}`;
    this.#joined.set(pool, { sort, how, unit });
    return pool;
  }

  isJoined(sort: Sort): boolean {
    return [...this.#joined.values()].some((each) => each.sort === sort);
  }

  isUnit(scope: ScopeId): boolean {
    return this.#directory.units.has(scope);
  }

  /** Whether a scope is an object that is in a sort, and what speaks against it. A role at the object itself does not reach it in a restricted unit. */
  atObject(scope: ScopeId, sort: Sort): Doubts | undefined {
    return this.#closed.has(scope) || sort === 'attribute-rules' ? undefined : this.#targets.get(scope)?.sorts.get(sort);
  }

  /** What stands for whatever is at a scope that is no object of those read, where units were not read; `undefined` where they were. */
  unreadAt(scope: ScopeId): EntityId | undefined {
    if (this.#targets.has(scope) || this.#directory.isRead('administrative-units')) return undefined;
    return `pool:${this.#directory.boundary}:unread`;
  }

  /** From the pools that were joined to what they hold. Nothing can be joined afterwards. */
  *links(): Iterable<Link> {
    for (const [pool, { sort }] of [...this.#joined]) {
      if (sort === 'everything') for (const [how, each] of everything) yield this.#link(pool, how, this.join(each, how), undefined);
    }
    for (const [pool, { sort, how, unit }] of this.#joined) {
      if (sort === 'everything') continue;
      if (sort === 'restricted') for (const id of this.#closed) yield* this.#any(pool, how, id);
      else if (unit !== undefined) {
        const all = this.#inUnits.get(unit) ?? [];
        const isRestricted = this.#directory.units.get(unit)?.restricted === true;
        const members = isRestricted ? all : all.filter((each) => !this.#closed.has(each));
        if (sort !== 'attribute-rules') yield* this.#some(pool, how, sort, members);
        // the group that a member comes into by its attributes may be anywhere
        else if (members.some((each) => this.#isUser(each))) yield* this.#all(pool, how, sort);
        if (!this.#directory.isRead('administrative-units')) {
          yield this.#unread(pool, how, [`somebody is in administrative unit ${unit}, whose members were not read`]);
        }
      } else {
        if (sort === 'packaged-groups' && this.#directory.hasPim !== false && !this.#readsPackages()) {
          yield this.#unread(pool, how, ['an access package that was not read gives it something']);
        }
        yield* this.#all(pool, how, sort);
      }
    }
  }

  *#all(pool: EntityId, how: LinkKind, sort: Sort): Iterable<Link> {
    // whoever is vouched for, or signs in to what acts for it, is not changed by that, and what comes from elsewhere comes all the same; nor is a group by the attributes of who comes into it
    const isUnchanged = how === 'can-impersonate' || sort === 'attribute-rules' || ofSynchronization.has(sort);
    for (const { id, sorts, evidence } of this.#targets.values()) {
      const doubts = sorts.get(sort);
      if (doubts !== undefined && (isUnchanged || !this.#closed.has(id))) yield this.#link(pool, how, id, doubts, evidence);
    }
  }

  /** One whom nobody listed may be a user. */
  #isUser(id: EntityId): boolean {
    const kind = this.#directory.identities.get(id)?.kind;
    return kind === undefined ? !this.#directory.groups.has(id) : kind === 'user' || kind === 'guest';
  }

  *#some(pool: EntityId, how: LinkKind, sort: Sort, members: readonly EntityId[]): Iterable<Link> {
    for (const id of new Set(members)) {
      const target = this.#targets.get(id);
      const doubts = inUnit(target?.sorts.get(sort));
      if (target !== undefined && doubts !== undefined) yield this.#link(pool, how, id, doubts, target.evidence);
    }
  }

  *#any(pool: EntityId, how: LinkKind, id: EntityId): Iterable<Link> {
    const target = this.#targets.get(id);
    const [doubts] = [...(target?.sorts ?? [])].filter(([sort]) => !ofSynchronization.has(sort)).map(([, told]) => told);
    if (target !== undefined && doubts !== undefined) yield this.#link(pool, how, id, doubts, target.evidence);
  }

  #readsPackages(): boolean {
    return this.#directory.isRead('access-packages') && this.#directory.isRead('access-package-roles');
  }

  /** Who is in a unit, or what packages give, was not read whole. */
  #unread(pool: EntityId, how: LinkKind, provided: readonly string[]): Link {
    return this.#link(pool, how, `pool:${this.#directory.boundary}:unread`, { provided, caveats: [] });
  }

  #link(pool: EntityId, how: LinkKind, to: EntityId, doubts: Doubts | undefined, evidence: Target['evidence'] = []): Link {
    const { boundary } = this.#directory;
    const source = { id: `${pool}|reach`, kind: 'directory-reach', name: 'what the directory lets such a power change', boundary };
    return linkOn({ boundary, source, lasting, evidence, ...doubts }, pool, how, to);
  }
}

/** What speaks against it for a power over a unit. */
function inUnit(doubts: Doubts | undefined): Doubts | undefined {
  if (doubts?.inUnit === 'kept') return undefined;
  return doubts?.inUnit === undefined ? doubts : { ...doubts, provided: [...doubts.provided, ...doubts.inUnit] };
}
