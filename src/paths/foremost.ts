import type { Capability } from '../model/capability.ts';
import { classRank } from '../model/persistence.ts';
import type { Hold } from '../model/view.ts';
import type { Frontier } from './frontier.ts';
import type { Levels } from './levels.ts';
import type { ReachTable } from './reach-table.ts';
import type { SetsOfCapability } from './sets-of-capability.ts';

/** What the foremost is looked for in. */
export interface ForemostSources {
  readonly table: Pick<ReachTable, 'capabilities'>;
  readonly levels: Levels;
  readonly setsOf: (capability: Capability) => SetsOfCapability | undefined;
  readonly frontier: Pick<Frontier, 'isOpen'>;
  /** Whether an unread source of grants could add a way to the target for everyone. */
  readonly isTargetOpen: (target: number) => boolean;
  readonly isZero: (node: number, target: number) => boolean;
}

// Ranks as `Live` tells them: one more than those of the classes.
const ELIGIBLE = classRank('eligible') + 1;
const ACTIVE = ELIGIBLE + 1;

/** Of what a node reaches and holds so, the first target that counts as tier 0 for it, else the first. Nothing is searched. */
export function foremostOver({ table, levels, setsOf, frontier, isTargetOpen, isZero }: ForemostSources) {
  /** Places of one capability's targets that a node holds so: those of one set but for some of them. */
  function heldSo(node: number, hold: Hold, { from, any, at }: SetsOfCapability) {
    const certainly = (least: number) => at(levels.certain(least));
    if (typeof hold === 'object') return { sets: certainly(classRank(hold.atLeast) + 1), isHeld: () => true };
    switch (hold) {
      case 'any':
        return { sets: any, isHeld: () => true };
      case 'certain':
        return { sets: certainly(1), isHeld: () => true };
      case 'active':
        return { sets: certainly(ACTIVE), isHeld: () => true };
      case 'eligible': {
        const { setOf, pool } = certainly(ACTIVE);
        const active = setOf(node);
        return { sets: certainly(ELIGIBLE), isHeld: (place: number) => !pool.has(active, place) };
      }
      case 'open': {
        if (frontier.isOpen(node)) return { sets: any, isHeld: () => true };
        const [certain, active] = [certainly(1), at(levels.possible(ACTIVE))];
        const [ofCertain, ofActive] = [certain.setOf(node), active.setOf(node)];
        return {
          sets: any,
          isHeld: (place: number) => !certain.pool.has(ofCertain, place) || active.pool.has(ofActive, place) || isTargetOpen(from + place),
        };
      }
    }
  }

  return (node: number, among: ReadonlySet<Capability>, hold: Hold): number | undefined => {
    let first: number | undefined;
    for (const capability of table.capabilities) {
      const sets = among.has(capability) ? setsOf(capability) : undefined;
      if (sets === undefined) continue;
      const { from } = sets;
      const { sets: held, isHeld } = heldSo(node, hold, sets);
      const set = held.setOf(node);
      const zero = held.pool.first(set, (place) => isZero(node, from + place) && isHeld(place));
      if (zero !== undefined) return from + zero;
      const other = first === undefined ? held.pool.first(set, isHeld) : undefined;
      if (other !== undefined) first = from + other;
    }
    return first;
  };
}
