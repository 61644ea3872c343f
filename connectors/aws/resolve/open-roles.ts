import type { Windows } from '../../../src/model/window.ts';
import { intersect, isAlways, never, union } from '../../../src/model/window.ts';
import type { Link } from '../../../src/model/grant.ts';
import type { ResourceSet } from '../rights/resources.ts';
import type { Right } from '../rights/rights.ts';
import type { Caller } from '../rights/caller.ts';
import { isAboutFactor } from '../rights/keys.ts';
import { NameIndex } from './name-index.ts';
import type { Trust } from './trusts.ts';

/** A role whose trust policy leaves it to an account's own policies who may assume it. */
export interface OpenRole {
  readonly trust: Trust;
  readonly right: Right;
  readonly detail: Link['detail'];
  /** Its sessions must carry what policies of whoever starts them have to allow too: who does is told one by one. */
  readonly carries: boolean;
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

/** The open roles of an account, found by pattern. */
export class RoleIndex {
  readonly #roles: ReadonlyMap<string, readonly OpenRole[]>;
  readonly #names: NameIndex;
  readonly #openness = new WeakMap<readonly string[], { readonly certain: Openness; readonly possible: Openness }>();
  /** The same for whoever brings no second factor, where a role asks for one. */
  readonly #withoutFactor = new WeakMap<readonly string[], { readonly certain: Openness; readonly possible: Openness }>();
  readonly #asksFactor: boolean;

  constructor(roles: ReadonlyMap<string, readonly OpenRole[]> = new Map()) {
    this.#roles = roles;
    this.#asksFactor = [...roles.values()].some((each) => each.some(({ right }) => demandsFactor(right)));
    this.#names = new NameIndex(roles.keys());
  }

  named(resources: ResourceSet): readonly OpenRole[] {
    return this.#names.in(resources).flatMap((name) => this.#roles.get(name) ?? []);
  }

  /** When its roles are surely open, and when they may be, whatever the number of statements that open each. */
  openness(
    resources: ResourceSet,
    { withoutFactor }: Pick<Caller, 'withoutFactor'>,
  ): { readonly certain: Openness; readonly possible: Openness } {
    const names = this.#names.in(resources);
    const isWithout = withoutFactor === true && this.#asksFactor;
    const openness = isWithout ? this.#withoutFactor : this.#openness;
    let known = openness.get(names);
    if (known === undefined) {
      const certain = this.#when(names, ({ right }) => right.presence === 'certain' && !(isWithout && demandsFactor(right)));
      const possible = isAlways(certain.twice) ? certain : this.#when(names, ({ right }) => right.presence !== 'refuted');
      openness.set(names, (known = { certain, possible }));
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
}

function demandsFactor({ demands }: Right): boolean {
  return demands.some(({ clause }) => clause.atoms.some(({ key }) => isAboutFactor(key)));
}
