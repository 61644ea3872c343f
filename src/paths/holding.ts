import type { Graph, Target } from '../graph/graph.ts';
import type { Capability } from '../model/capability.ts';
import type { Held, Holding } from '../model/view.ts';
import type { Frontier } from './frontier.ts';
import type { ReachTable } from './reach-table.ts';
import { EMPTY } from './set-pool.ts';
import type { SetsOfCapability } from './sets-of-capability.ts';

/** What holdings are made of. */
export interface HoldingSources {
  readonly graph: Graph;
  readonly table: Pick<ReachTable, 'targetNamed'>;
  readonly setsOf: (capability: Capability) => SetsOfCapability | undefined;
  readonly frontier: Frontier;
  /** Whether an unread source of grants could add a way to the target for everyone. */
  readonly isTargetOpen: (target: number) => boolean;
}

/** Of whoever holds nothing. */
export const nothingHeld: Holding = { all: () => [], of: () => undefined };

/** Who holds what of a capability, by node. Who holds the same, by whatever ways, is told the same object. */
export function holdingsOver({
  graph,
  table,
  setsOf,
  frontier,
  isTargetOpen,
}: HoldingSources): (node: number, capability: Capability) => Holding {
  const ofCapability = new Map<Capability, (node: number) => Holding>();

  function holdersOf(capability: Capability): (node: number) => Holding {
    const sets = setsOf(capability);
    if (sets === undefined) return () => nothingHeld;
    const { from, any, possible, certain } = sets;
    const known = new Map<number, number>();
    const pairs = new Map<number, number>();
    const held: (Held | undefined)[] = [];
    const standings = ['certain', 'possible', 'no'] as const;

    /** One object for each scope and how it is held. */
    function heldAs(place: number, how: 0 | 1 | 2): Held {
      const index = place * standings.length + how;
      return (held[index] ??= { ...(graph.targets[from + place] as Target), standing: standings[how] });
    }

    function made(inAny: number, inPossible: number, inCertain: number, isOpen: boolean): Holding {
      const told = (place: number): Held => {
        if (certain.pool.has(inCertain, place)) return heldAs(place, 0);
        return heldAs(place, isOpen || possible.pool.has(inPossible, place) || isTargetOpen(from + place) ? 1 : 2);
      };
      return {
        all: () => any.pool.members(inAny).map(told),
        of(scope) {
          const target = table.targetNamed(capability, scope);
          return target === undefined || !any.pool.has(inAny, target - from) ? undefined : told(target - from);
        },
      };
    }

    // What gives more is asked about by the rule of each capability that it gives: the place of the answer among all there are, or -1.
    const byNode = new Int32Array(graph.identities.length).fill(-1);
    const holdings: Holding[] = [nothingHeld];

    return (node) => {
      let place = byNode[node] as number;
      if (place < 0) byNode[node] = place = placeFor(node);
      return holdings[place] as Holding;
    };

    function placeFor(node: number): number {
      const inAny = any.setOf(node);
      if (inAny === EMPTY) return 0;
      const [inPossible, inCertain, isOpen] = [possible.setOf(node), certain.setOf(node), frontier.isOpen(node)];
      const pair = numberOf(pairs, inAny * possible.pool.size + inPossible);
      const key = (pair * certain.pool.size + inCertain) * 2 + Number(isOpen);
      let place = known.get(key);
      if (place === undefined) known.set(key, (place = holdings.push(made(inAny, inPossible, inCertain, isOpen)) - 1));
      return place;
    }
  }

  return (node, capability) => {
    let of = ofCapability.get(capability);
    if (of === undefined) ofCapability.set(capability, (of = holdersOf(capability)));
    return of(node);
  };
}

/** Numbers things from 0 on as they come. */
function numberOf(known: Map<number, number>, thing: number): number {
  let number = known.get(thing);
  if (number === undefined) known.set(thing, (number = known.size));
  return number;
}
