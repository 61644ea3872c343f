import type { EntityId } from '../../../../src/model/ids.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import { isPlain, signature } from '../../rights/dominance.ts';
import type { Right } from '../../rights/rights.ts';
import { plainRight } from '../../rights/rights.ts';
import type { Principal } from '../estate.ts';
import { NameIndex } from '../name-index.ts';
import { principalsOf } from '../principals-of.ts';
import { kindOf } from '../pools.ts';
import type { GrantTemplate } from '../strongest.ts';
import { givesAll } from '../strongest.ts';
import type { UserCredentials } from './credentials.ts';
import type { Search } from './search.ts';
import { changeable, isUnchangeable } from './search.ts';

/** A principal that may be given any right and acted as, and what acting as it takes beside the permissions that are asked. */
export interface Reached {
  readonly target: Principal;
  readonly right: Right;
  readonly because: string;
}

export type Kind = 'user' | 'role';

/** The customer managed policies that have room for a version more, and whose they are. */
interface ByPolicy {
  readonly index: NameIndex;
  readonly holders: ReadonlyMap<string, readonly Principal[]>;
}

/** Of principals that are alike so many are kept: one, and another where the holder is the first. */
const KEPT = 2;

/** Fewer names are looked up one by one. */
const FEW = 64;

/** Principals taken apart by what limits them and by how they are acted as. */
interface Classes {
  readonly members: readonly (readonly Reached[])[];
  readonly how: How;
  /** By what each is given that is given everything, and by how it is acted as, the number of the class. */
  readonly numbers: ReadonlyMap<readonly GrantTemplate[], ReadonlyMap<string, number>>;
}

/** How a principal is acted as. */
type How = (target: Principal) => readonly Reached[];

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** One set for one list. */
export function setOf(names: readonly string[]): ReadonlySet<string> {
  let known = sets.get(names);
  if (known === undefined) sets.set(names, (known = new Set(names)));
  return known;
}

/** The first principals of each limit and of each way to act as them, of those that a holder may change. Lists are told apart by identity. */
export class Alike {
  readonly #search: Search;
  readonly #account: string;
  readonly #credentials: UserCredentials;
  readonly #indexes = new Map<Kind, NameIndex>();
  readonly #attached = new WeakMap<readonly string[], ReadonlyMap<Kind, NameIndex>>();
  readonly #byAction = new Map<string, WeakMap<readonly string[], readonly Reached[]>>();
  readonly #classes = new Map<string | object, Classes>();
  #policies: ByPolicy | undefined;

  constructor(search: Search, account: string, credentials: UserCredentials) {
    this.#search = search;
    this.#account = account;
    this.#credentials = credentials;
  }

  /** Who of a kind the permissions reach, by themselves or by a policy attached to them. */
  names(aims: ReadonlyMap<string, ResourceSet>, kind: Kind): readonly EntityId[] {
    const [here, policies] = [aims.get(kind), aims.get('target-policy')];
    const index = policies === undefined ? this.#index(kind) : this.#holdersOf(policies).get(kind);
    if (index === undefined) return [];
    return here === undefined ? index.names : index.in(here);
  }

  /** Users of whom an action makes a credential; roles, which the holder makes let it in. */
  reached(names: readonly EntityId[], kind: Kind, action: string): readonly Reached[] {
    let known = this.#byAction.get(action);
    if (known === undefined) this.#byAction.set(action, (known = new WeakMap<readonly string[], readonly Reached[]>()));
    let reached = known.get(names);
    if (reached === undefined) {
      const how: How = (target) => (kind === 'user' ? this.#minted(action, target) : rewritten(target));
      known.set(names, (reached = this.first(action, this.#index(kind).names, how, names)));
    }
    return reached;
  }

  /** The first, in all of the lists, of those that are alike in what limits them and in how they are acted as. `by`: the same for one `how`. */
  first(by: string | object, all: readonly EntityId[], how: How, ...lists: readonly (readonly EntityId[])[]): readonly Reached[] {
    let classes = this.#classes.get(by);
    if (classes === undefined) this.#classes.set(by, (classes = this.#classesOf(all, how)));
    const [shortest = [], ...more] = [...lists].sort((a, b) => a.length - b.length);
    const found: Reached[] = [];
    if (shortest.length <= FEW) {
      const counts = new Map<number, number>();
      for (const name of shortest) {
        if (!more.every((each) => setOf(each).has(name))) continue;
        for (const { of, reached } of this.#classified(name, classes)) {
          const count = counts.get(of) ?? 0;
          if (count < KEPT) found.push(reached);
          counts.set(of, count + 1);
        }
      }
      return found;
    }
    for (const members of classes.members) {
      let count = 0;
      for (const each of members) {
        if (count === KEPT) break;
        if (!lists.every((names) => setOf(names).has(each.target.id))) continue;
        found.push(each);
        count++;
      }
    }
    return found;
  }

  /** Those that may be changed. */
  #target(name: EntityId): Principal | undefined {
    return isUnchangeable(name) ? undefined : this.#search.estate.principals.get(name);
  }

  /** What it would have that is given everything. */
  #grantsOf(target: Principal): readonly GrantTemplate[] {
    return this.#search.templates.of(this.#search.everything, target).grants;
  }

  *#classified(name: EntityId, { how, numbers }: Classes): Iterable<{ readonly of: number; readonly reached: Reached }> {
    const target = this.#target(name);
    const ways = target === undefined ? undefined : numbers.get(this.#grantsOf(target));
    if (target === undefined || ways === undefined) return;
    for (const reached of how(target)) {
      const of = ways.get(wayTo(reached));
      if (of !== undefined) yield { of, reached };
    }
  }

  #classesOf(names: readonly EntityId[], how: How): Classes {
    const numbers = new Map<readonly GrantTemplate[], Map<string, number>>();
    const members: Reached[][] = [];
    for (const name of names) {
      const target = this.#target(name);
      if (target === undefined) continue;
      const grants = this.#grantsOf(target);
      let ways = numbers.get(grants);
      if (ways === undefined) numbers.set(grants, (ways = new Map<string, number>()));
      for (const reached of how(target)) {
        const id = wayTo(reached);
        let of = ways.get(id);
        if (of === undefined) ways.set(id, (of = members.push([]) - 1));
        members[of]?.push(reached);
      }
    }
    // those that gain everything leave nothing to be gained by the rest
    const order = members.map((each) => ({
      each,
      rank: Number(!each.slice(0, 1).some(({ target, right }) => isPlain(right) && this.#gainsAll(target))),
    }));
    order.sort((a, b) => a.rank - b.rank);
    return { members: order.map(({ each }) => each), how, numbers };
  }

  #gainsAll(target: Principal): boolean {
    return this.#grantsOf(target).some((each) => givesAll(each) && isPlain(each.right));
  }

  #minted(action: string, target: Principal): readonly Reached[] {
    const made = this.#credentials.target(action, target);
    if (made === undefined) return [];
    return [{ target, right: { ...made.right, caveats: made.caveats }, because: `${made.because}, and it may be given any right` }];
  }

  #index(kind: Kind): NameIndex {
    let index = this.#indexes.get(kind);
    if (index === undefined) {
      const all = principalsOf(this.#search.estate, this.#account).filter(({ caller }) => caller.kind === kind);
      this.#indexes.set(kind, (index = new NameIndex(all.map(({ id }) => id))));
    }
    return index;
  }

  #holdersOf(policies: ResourceSet): ReadonlyMap<Kind, NameIndex> {
    this.#policies ??= this.#readPolicies();
    const { index, holders } = this.#policies;
    const names = index.in(policies);
    let known = this.#attached.get(names);
    if (known === undefined) {
      const all = new Set(names.flatMap((name) => holders.get(name) ?? []));
      const of = (kind: Kind): readonly [Kind, NameIndex] => [
        kind,
        new NameIndex([...all].filter(({ caller }) => caller.kind === kind).map(({ id }) => id)),
      ];
      this.#attached.set(names, (known = new Map([of('user'), of('role')])));
    }
    return known;
  }

  #readPolicies(): ByPolicy {
    const holders = new Map<string, Principal[]>();
    for (const principal of principalsOf(this.#search.estate, this.#account)) {
      for (const policy of changeable(principal, this.#search).roomy) {
        const list = holders.get(policy);
        if (list === undefined) holders.set(policy, [principal]);
        else list.push(principal);
      }
    }
    return { index: new NameIndex(holders.keys()), holders };
  }
}

/** Those that are acted as alike are of one text. */
function wayTo({ right }: Reached): string {
  return right.demands.length === 0 ? signature(right) : kindOf(right);
}

class Rewritten implements Reached {
  readonly target: Principal;
  readonly right = plainRight;

  constructor(target: Principal) {
    this.target = target;
  }

  get because(): string {
    return `role ${this.target.name} may be given any right and made to let it in`;
  }
}

function rewritten(target: Principal): readonly Reached[] {
  return [new Rewritten(target)];
}
