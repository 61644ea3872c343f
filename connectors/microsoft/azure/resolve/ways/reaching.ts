import type { Truth } from '../../rbac/condition/evaluate.ts';
import { mostOf } from '../../rbac/condition/evaluate.ts';
import { sortOf } from '../../rbac/scopes.ts';
import { typeActedOn } from '../../tables/capabilities.ts';
import type { WayIn } from '../../tables/carriers.ts';
import type { DenyView } from '../denies.ts';
import type { Held } from '../holdings.ts';
import type { RoleView } from '../role-view.ts';
import { allowed } from '../template.ts';
import type { Reached, Reaching } from './pools.ts';
import type { Target, Targets } from './targets.ts';
import { ATTACH, carrierWrites } from './targets.ts';

/** What a holding lets its holder run as, and whether it may write what identities can be assigned to. */
export interface HeldWays {
  readonly certain: Reaching | null;
  readonly possible: Reaching | null;
  readonly writes: Truth;
  /** It may assign identities. */
  readonly assigns: Truth;
}

/** Works out {@link HeldWays}, once for holdings that come to the same. */
export class WaysOfRoles {
  readonly #targets: Targets;
  readonly #known = new Map<RoleView, Map<string, HeldWays>>();

  constructor(targets: Targets) {
    this.#targets = targets;
  }

  of(held: Held, role: RoleView, denies: DenyView): HeldWays {
    let ofRole = this.#known.get(role);
    if (ofRole === undefined) this.#known.set(role, (ofRole = new Map<string, HeldWays>()));
    const key = `${sortOf(held.scope)}\n${denies.key}\n${held.condition ?? ''}`;
    let known = ofRole.get(key);
    if (known === undefined) ofRole.set(key, (known = this.#workOut(held, role, denies)));
    return known;
  }

  /** Those who may assign identities and write elsewhere what carries them. */
  attaching({ condition }: Held, role: RoleView, denies: DenyView): Reaching {
    return this.#reaching([ATTACH], condition, role, denies);
  }

  #workOut(held: Held, role: RoleView, denies: DenyView): HeldWays {
    const any = (ways: readonly WayIn[]): Truth =>
      mostOf(ways.map(({ action, plane }) => allowed(role, held.condition, denies, action, plane)));
    const sort = sortOf(held.scope);
    const writable = carrierWrites.filter(({ action }) => sort === 'whole' || sort === 'group' || typeActedOn(action) === sort);
    const writes = any(writable);
    const truths = new Map([...this.#targets.kinds].map(([kind, ways]) => [kind, any(ways)] as const));
    const assigns = truths.get(ATTACH) ?? 'false';
    if (assigns !== 'false') truths.set(ATTACH, writes === 'true' ? assigns : writes);
    const kinds = (truth: Truth): readonly string[] => [...truths].filter((each) => each[1] === truth).map(([kind]) => kind);
    return {
      certain: this.#some(kinds('true'), held, role, denies),
      possible: this.#some(kinds('unknown'), held, role, denies),
      writes,
      assigns,
    };
  }

  #some(kinds: readonly string[], { condition }: Held, role: RoleView, denies: DenyView): Reaching | null {
    return kinds.length === 0 ? null : this.#reaching(kinds, condition, role, denies);
  }

  #reaching(kinds: readonly string[], condition: string | null, role: RoleView, denies: DenyView): Reaching {
    const name = [...kinds].sort().join();
    const set = new Set(kinds);
    if (denies.key === '') return { name, kinds: set, reaches: () => 'certain' };
    const ways = this.#targets.kinds;
    const reaches = ({ kind, place }: Target): Reached => {
      const answers = (ways.get(kind) ?? []).map(({ action, plane }): Reached => {
        const truth = allowed(role, condition, denies, action, plane);
        const denied = truth === 'false' ? 'yes' : denies.below(place, action, plane);
        if (denied === 'yes') return 'not';
        return truth === 'true' && denied === 'no' ? 'certain' : 'possible';
      });
      return answers.includes('certain') ? 'certain' : answers.includes('possible') ? 'possible' : 'not';
    };
    // what is denied below depends on which of the actions the role has
    return { name: JSON.stringify([name, role.id, denies.key, condition]), kinds: set, reaches };
  }
}
