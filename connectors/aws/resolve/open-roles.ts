import type { Windows } from '../../../src/model/window.ts';
import { intersect, isAlways, never, union } from '../../../src/model/window.ts';
import { byCodeUnit } from '../../../src/base/order.ts';
import type { Link } from '../../../src/model/grant.ts';
import type { ResourceSet } from '../rights/resources.ts';
import { includes } from '../rights/resources.ts';
import type { Right } from '../rights/rights.ts';
import type { Trust } from './trusts.ts';

/** A role whose trust policy leaves it to an account's own policies who may assume it. */
export interface OpenRole {
  readonly trust: Trust;
  readonly right: Right;
  readonly detail: Link['detail'];
}

/** By account, then by role. */
export type OpenRoles = Map<string, Map<string, OpenRole[]>>;

/** When at least one of some roles is open, and when at least two are. */
export interface Openness {
  readonly once: Windows;
  readonly twice: Windows;
}

/** Of roles that lie apart, as those of one account do from those of others. */
export function eitherOpen(a: Openness, b: Openness): Openness {
  return { once: union(a.once, b.once), twice: union(union(a.twice, b.twice), intersect(a.once, b.once)) };
}

export const neverOpen: Openness = { once: never, twice: never };

/** The open roles of an account, found by pattern. A pattern is compared only with names that begin as it does. */
export class RoleIndex {
  readonly #roles: ReadonlyMap<string, readonly OpenRole[]>;
  readonly #names: readonly string[];
  readonly #found = new WeakMap<ResourceSet, readonly string[]>();
  readonly #byText = new Map<string, readonly string[]>();
  readonly #openness = new WeakMap<readonly string[], { readonly certain: Openness; readonly possible: Openness }>();

  constructor(roles: ReadonlyMap<string, readonly OpenRole[]> = new Map()) {
    this.#roles = roles;
    this.#names = [...roles.keys()].sort(byCodeUnit);
  }

  named(resources: ResourceSet): readonly OpenRole[] {
    return this.#namesIn(resources).flatMap((name) => this.#roles.get(name) ?? []);
  }

  /** When its roles are surely open, and when they may be, whatever the number of statements that open each. */
  openness(resources: ResourceSet): { readonly certain: Openness; readonly possible: Openness } {
    const names = this.#namesIn(resources);
    let known = this.#openness.get(names);
    if (known === undefined) {
      const certain = this.#when(names, ({ right }) => right.presence === 'certain');
      const possible = isAlways(certain.twice) ? certain : this.#when(names, ({ right }) => right.presence !== 'refuted');
      this.#openness.set(names, (known = { certain, possible }));
    }
    return known;
  }

  #when(names: readonly string[], counts: (role: OpenRole) => boolean): Openness {
    let open = neverOpen;
    for (const name of names) {
      const entries = (this.#roles.get(name) ?? []).filter(counts);
      const windows = entries.reduce((all, { right }) => union(all, right.windows), never);
      open = eitherOpen(open, { once: windows, twice: never });
      if (isAlways(open.twice)) break;
    }
    return open;
  }

  #namesIn(resources: ResourceSet): readonly string[] {
    let names = this.#found.get(resources);
    if (names === undefined) {
      const text = `${resources.include.join('\n')}\n\n${resources.exclude.join('\n')}`;
      names = this.#byText.get(text) ?? this.#search(resources);
      this.#byText.set(text, names);
      this.#found.set(resources, names);
    }
    return names;
  }

  #search(resources: ResourceSet): readonly string[] {
    if (resources.exclude.length === 0 && resources.include.includes('*')) return this.#names;
    const found = new Set<string>();
    for (const pattern of resources.include) {
      const wildcard = pattern.search(/[*?]/);
      const head = wildcard < 0 ? pattern : pattern.slice(0, wildcard);
      const one = { include: [pattern], exclude: resources.exclude };
      for (let at = this.#from(head); at < this.#names.length; at++) {
        const name = this.#names[at] ?? '';
        if (!name.startsWith(head)) break;
        if (includes(one, name)) found.add(name);
      }
    }
    return [...found];
  }

  /** Where names that are not before `head` begin. */
  #from(head: string): number {
    let [low, high] = [0, this.#names.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#names[middle] ?? '') < head) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
