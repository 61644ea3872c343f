import { byCodeUnit } from '../../../src/base/order.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import { accountBoundary, accountOf } from '../identity.ts';
import { hasWildcard } from '../policy/glob.ts';
import type { ResourceSet } from '../rights/resources.ts';
import { reach } from '../rights/resources.ts';
import { unchangeable, universeOf } from './capabilities.ts';
import type { Estate } from './estate.ts';
import { accountIn } from './named-accounts.ts';

/** The accounts whose roles were not read, or not all of them: what an identity policy allows there may succeed, and nobody can tell. */
export class Beyond {
  /**
   * Those that were to be read, sorted. A pattern that leaves the account open reaches into these; into any other account that was not
   * read only one that writes its number, else every wildcard would lead to all accounts there are.
   */
  readonly entered: readonly string[];
  readonly #whole: ReadonlySet<string>;
  readonly #trusts: ReadonlySet<EntityId>;
  readonly #reached = new Map<string, WeakMap<ResourceSet, readonly string[]>>();

  /** `unread`: boundaries that were not read whole; `undefined`: those of which no user, role or policy was listed. */
  constructor(estate: Estate, facts: FactIndex, unread: ReadonlySet<BoundaryId> | undefined) {
    const listing = new Set([...estate.principals.values()].map((each) => each.boundary));
    for (const { boundary } of facts.ofKind('policy')) listing.add(boundary);
    const told = new Set<BoundaryId>();
    for (const { boundary } of facts.ofKind('boundary')) told.add(boundary);
    const isWhole = (boundary: BoundaryId): boolean => (unread === undefined ? listing.has(boundary) : !unread.has(boundary));
    const accounts = [...new Set([...told, ...listing, ...(unread ?? [])])].flatMap((boundary) => accountOf(boundary) ?? []);
    this.#whole = new Set(accounts.filter((account) => isWhole(accountBoundary(account))));
    this.entered = accounts.filter((account) => !this.#whole.has(account)).sort(byCodeUnit);
    this.#trusts = new Set(estate.trusts.map((each) => each.role));
  }

  /** The accounts of which the patterns may reach a role that was not read, sorted. */
  reached(resources: ResourceSet, partition: string): readonly string[] {
    const here = this.#reached.get(partition) ?? new WeakMap<ResourceSet, readonly string[]>();
    this.#reached.set(partition, here);
    let accounts = here.get(resources);
    if (accounts === undefined) {
      const written = resources.include.flatMap((each) => accountIn(each) ?? []).filter((each) => !this.#whole.has(each));
      accounts = [...new Set([...this.entered, ...written])].filter((each) => this.#mayReach(resources, partition, each)).sort(byCodeUnit);
      here.set(resources, accounts);
    }
    return accounts;
  }

  #mayReach(resources: ResourceSet, partition: string, account: string): boolean {
    const { patterns } = reach(resources, universeOf('role', partition, account), unchangeable('role', partition, account));
    // of an account read in part some roles are known
    return patterns.some((each) => hasWildcard(each) || !this.#trusts.has(each));
  }
}

/** What stands for the roles of an account that were not read. */
export function unreadPart(account: string): EntityId {
  return `pool:${accountBoundary(account)}:unread`;
}
