import { byKeys } from '../../../../src/base/order.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import { signature } from '../../rights/dominance.ts';
import { includes } from '../../rights/resources.ts';
import type { Right } from '../../rights/rights.ts';
import { combined, plainRight } from '../../rights/rights.ts';
import { bothOf } from '../../rights/together.ts';
import { directRights } from '../direct.ts';
import type { Principal } from '../estate.ts';
import type { Candidate } from '../links.ts';
import { NameIndex } from '../name-index.ts';
import type { OpenRole } from '../open-roles.ts';
import type { Reached } from './alike.ts';
import { Alike, setOf } from './alike.ts';
import { tagsIn, waysByTags } from './by-tags.ts';
import type { Gain } from './elevated.ts';
import { Gains } from './elevated.ts';
import type { Sought } from './needs.ts';
import type { Search } from './search.ts';
import { isUnchangeable } from './search.ts';
import type { Kind } from './made.ts';
import { aimAtMade, madeAs, madeBy } from './made.ts';
import { usable } from './rewritten.ts';
import type { Seeker } from './seeker.ts';
import { asChanged, waysAs } from './seeker.ts';
import type { Shared } from './targets.ts';
import type { Used } from './drafts.ts';
import type { Way } from './ways.ts';
import { waysOf } from './ways.ts';

interface Acted extends Reached {
  readonly used: readonly Used[];
}

/** The methods that a seeker has. */
export interface BoostSought {
  readonly seeker: Seeker;
  readonly methods: readonly Sought[];
}

type Open = ReadonlyMap<string, readonly OpenRole[]>;

/** Looks for principals of an account that a holder may give any right and act as. Of those that are alike the first by name stands for all. */
export class Boosted {
  readonly #search: Search;
  readonly #account: string;
  readonly #shared: Shared;
  readonly #alike: Alike;
  readonly #opened = new WeakMap<readonly string[], WeakMap<readonly string[], readonly Reached[]>>();
  readonly #indexes = new Map<Open, NameIndex>();

  constructor(search: Search, account: string, shared: Shared) {
    this.#search = search;
    this.#account = account;
    this.#shared = shared;
    this.#alike = new Alike(search, account, shared.credentials);
  }

  /**
   * What the holder gains as one of the principals; of methods that give the same the first tells it. `met`: the principals that were
   * looked at, whose answer differs where one of them is the holder itself.
   */
  find(sought: readonly BoostSought[], holder: Principal, met: Set<EntityId>): readonly Gain[] {
    if (sought.every(({ methods }) => methods.length === 0)) return [];
    const gains = new Gains(this.#search.everything, this.#search.templates, holder);
    for (const { seeker, methods } of sought) {
      for (const each of methods) {
        if (gains.hasAll(plainRight)) break;
        this.#seek(each, seeker, gains, met);
      }
    }
    return gains.strongest();
  }

  #seek(sought: Sought, seeker: Seeker, gains: Gains, met: Set<EntityId>): void {
    const { method, needs } = sought;
    const { principal: holder } = seeker;
    const made = madeBy(method.family);
    if (made !== null) {
      this.#make(sought, made, seeker, gains);
      return;
    }
    const [kind, assumes] = [method.family === 'boosted-user' ? 'user' : 'role', needs.length < method.needs.length] as const;
    const { templates } = this.#search;
    const ways = waysOf(sought, holder, templates).flatMap((way) =>
      waysByTags(way, sought, holder, {
        kind,
        names: () => this.#alike.names(way.aims, kind),
        tagsOf: tagsIn(this.#search.estate),
      }),
    );
    const usably =
      kind === 'role' && !assumes
        ? ways.flatMap(({ way, names }) => usable(way, holder, templates).map((each) => ({ way: each, names })))
        : ways;
    for (const { way: own, names: only } of usably) {
      const way = asChanged(own, seeker.first);
      if (way.right.windows.length === 0 || gains.hasAll(way.right)) continue;
      const all = this.#alike.names(way.aims, kind);
      const names = only === null ? all : all.filter((each) => only.has(each));
      if (names.length === 0) continue;
      const changed = assumes ? this.#assumable(holder, names) : this.#alike.reached(names, kind, way.used.at(-1)?.action ?? '');
      for (const reached of changed) {
        met.add(reached.target.id);
        if (reached.target.id !== holder.id && addedTo(gains, method.id, way, reached)) break;
      }
    }
  }

  /** A principal that the holder makes is limited as any other that it could. */
  #make(sought: Sought, kind: Kind, seeker: Seeker, gains: Gains): void {
    const { templates } = this.#search;
    const { principal: holder } = seeker;
    const aim = aimAtMade(kind);
    for (const way of waysAs(sought, seeker, templates)) {
      for (const each of kind === 'role' ? usable(way, holder, templates, aim) : [way]) {
        if (gains.hasAll(each.right)) continue;
        for (const { way: by, reached } of madeAs(each, kind, holder, this.#search)) addedTo(gains, sought.method.id, by, reached);
      }
    }
  }

  /** How the holder may assume the roles as they stand. */
  *#assumable(holder: Principal, names: readonly EntityId[]): Iterable<Acted> {
    const { own, free, estate, templates } = this.#search;
    for (const { to, right } of this.#naming(holder)) {
      const target = setOf(names).has(to) ? estate.principals.get(to) : undefined;
      if (target !== undefined && !isUnchangeable(to)) yield { target, right, used: [], because: letIn(target) };
    }
    const open = own.get(this.#account);
    for (const { held, rights } of open === undefined
      ? []
      : [...this.#search.assumingOf(holder)].sort(byKeys(({ held: { source } }) => source.id))) {
      if (open === undefined) continue;
      for (const right of rights) yield* this.#both(open, names, right, [{ action: 'sts:AssumeRole', held }]);
    }
    const anyone = free.get(this.#account);
    if (anyone !== undefined) for (const right of directRights(holder, templates, 'other')) yield* this.#both(anyone, names, right, []);
  }

  *#both(open: Open, names: readonly EntityId[], right: Right, used: readonly Used[]): Iterable<Acted> {
    for (const { target, right: theirs } of this.#openAmong(open, names, this.#index(open).in(right.resources))) {
      const here = { ...right, resources: { include: [target.id], exclude: [] } };
      if (!includes(right.resources, target.id)) continue;
      for (const both of bothOf(here, theirs)) yield { target, right: { ...both, demands: [] }, used, because: letIn(target) };
    }
  }

  #openAmong(open: Open, names: readonly EntityId[], roles: readonly EntityId[]): readonly Reached[] {
    let known = this.#opened.get(names);
    if (known === undefined) this.#opened.set(names, (known = new WeakMap<readonly string[], readonly Reached[]>()));
    let found = known.get(roles);
    if (found === undefined) {
      const how = (target: Principal): readonly Reached[] =>
        (open.get(target.id) ?? []).map(({ right }) => ({ target, right, because: letIn(target) }));
      found = this.#alike.first(open, this.#index(open).names, how, names, roles);
      known.set(roles, found);
    }
    return found;
  }

  #index(open: Open): NameIndex {
    let index = this.#indexes.get(open);
    if (index === undefined) this.#indexes.set(open, (index = new NameIndex(open.keys())));
    return index;
  }

  #naming(holder: Principal): readonly Candidate[] {
    return [...this.#shared.naming(holder)].sort(
      byKeys(
        ({ to }) => to,
        ({ right }) => signature(right),
      ),
    );
  }
}

function letIn({ name }: Principal): string {
  return `role ${name} may be given any right and lets it in`;
}

/** Whether nothing more can be gained by the way. */
function addedTo(
  gains: Gains,
  method: string,
  way: Way,
  { target, right, because, used = [] }: Reached & { readonly used?: readonly Used[] },
): boolean {
  const whole = right === plainRight ? way.right : combined(way.right, right);
  if (whole.windows.length === 0) return false;
  gains.add({ principal: target, method, way: { ...way, right: whole, used: [...way.used, ...used] }, because });
  return gains.hasAll(way.right);
}
