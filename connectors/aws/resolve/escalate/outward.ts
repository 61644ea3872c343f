import type { EntityId } from '../../../../src/model/ids.ts';
import type { Principal } from '../estate.ts';
import { NameIndex } from '../name-index.ts';
import type { OpenRole } from '../open-roles.ts';
import { principalsOf } from '../principals-of.ts';
import type { Search } from './search.ts';

/** Principals of an account that come out of it. */
export interface WaysOut {
  /** Those that do what whoever has its whole account could not do as well. */
  readonly own: ReadonlySet<EntityId>;
  /** All. */
  readonly all: ReadonlySet<EntityId>;
}

const nobody: ReadonlySet<EntityId> = new Set();
const none: readonly EntityId[] = [];

/** Who may assume roles of other accounts that were read, by account. */
export class Outward {
  readonly #search: Search;
  readonly #byAccount = new Map<string, WaysOut>();
  #named: ReadonlyMap<string, ReadonlySet<EntityId>> | undefined;

  constructor(search: Search) {
    this.#search = search;
  }

  of(account: string): WaysOut {
    let known = this.#byAccount.get(account);
    if (known === undefined) this.#byAccount.set(account, (known = this.#read(account)));
    return known;
  }

  #read(account: string): WaysOut {
    this.#named ??= this.#readNamed();
    const own = new Set(this.#named.get(account) ?? nobody);
    const open = this.#search.abroad.get(account);
    if (open === undefined) return { own, all: own };
    const all = new Set(own);
    const index = new NameIndex(open.keys());
    const asking = new Set([...open].filter(([, entries]) => entries.every(asks)).map(([role]) => role));
    for (const principal of principalsOf(this.#search.estate, account)) {
      for (const { rights } of this.#search.assumingOf(principal)) {
        for (const right of rights) {
          const names = right.presence === 'refuted' ? none : index.in(right.resources);
          if (names.length > 0) all.add(principal.id);
          if (asking.size > 0 && names.some((name) => asking.has(name))) own.add(principal.id);
        }
      }
    }
    return { own, all };
  }

  #readNamed(): ReadonlyMap<string, ReadonlySet<EntityId>> {
    const found = new Map<string, Set<EntityId>>();
    for (const { from, to, right } of this.#search.trusts) {
      const principal: Principal | undefined = from.startsWith('arn:') ? this.#search.estate.principals.get(from) : undefined;
      if (principal === undefined || right.presence === 'refuted' || to.split(':')[4] === principal.account) continue;
      const here = found.get(principal.account);
      if (here === undefined) found.set(principal.account, new Set([from]));
      else here.add(from);
    }
    return found;
  }
}

/** Whether it asks more of who assumes it than to be of the account. */
function asks({ right }: OpenRole): boolean {
  return right.demands.length > 0 || right.conditions.length > 0 || right.presence !== 'certain';
}
