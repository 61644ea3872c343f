import type { EscalationMethod } from '../../escalation/table.ts';
import { outlasts } from '../../rights/dominance.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import type { Reached } from './names.ts';
import type { Spread } from './spread.ts';
import type { Way } from './ways.ts';

interface Offer {
  readonly spread: Spread;
  readonly reached: Reached;
  readonly method: EscalationMethod;
  readonly way: Way;
  readonly caveats: number;
  readonly also: Set<string>;
}

/** An offer that is told, ready for whoever holds the policies of the way. */
export interface Told {
  readonly spread: Spread;
  readonly reached: Reached;
  readonly method: string;
  readonly way: Way;
  readonly also: readonly string[];
}

/**
 * What methods give one holder. Of those that lead to the same the one that is sure, and that asks least, is told; its words name the
 * others. What is only possible is not told beside what is as strong and reaches as much. What is certain is not told where it rests on all
 * the policies of what is told: whoever takes away one of these takes away both.
 */
export class Offers {
  readonly #bySpread = new Map<Spread, Offer[]>();

  /** `less`: of the names, a list that is left out; `caveats`: how many the way has beside those of its place. */
  add(spread: Spread, method: EscalationMethod, way: Way, resources: ResourceSet, { less = -1, caveats = 0 } = {}): void {
    const reached = spread.names.reached(resources, less);
    if (reached === null) return;
    const offer: Offer = { spread, reached, method, way, caveats, also: new Set() };
    const here = this.#bySpread.get(spread);
    if (here === undefined) this.#bySpread.set(spread, [offer]);
    else here.push(offer);
  }

  settled(): readonly Told[] {
    const told: Told[] = [];
    for (const [spread, offers] of this.#bySpread) {
      const kept: Offer[] = [];
      for (const offer of inOrder(offers)) {
        const better = kept.find((each) => tellsOf(each, offer, spread));
        if (better === undefined) kept.push(offer);
        else if (better.method !== offer.method) better.also.add(offer.method.id);
      }
      for (const { reached, method, way, also } of kept) {
        told.push({ spread, reached, method: method.id, way, also: also.size === 0 ? none : [`also by ${[...also].join(', ')}`] });
      }
    }
    return told;
  }
}

const none: readonly string[] = [];

/** Methods come in the order of the table; those of equal strength stay in it. */
function inOrder(offers: readonly Offer[]): readonly Offer[] {
  return offers.length < 2 ? offers : [...offers].sort((a, b) => rank(a) - rank(b));
}

function rank({ way: { right, used }, reached, caveats }: Offer): number {
  return (
    (right.presence === 'certain' ? 0 : 1_000) +
    (right.conditions.length + caveats) * 20 +
    (reached.isAll ? 0 : 10) +
    Math.min(used.length, 9)
  );
}

function tellsOf(strong: Offer, weak: Offer, { names }: Spread): boolean {
  if (!names.covers(strong.reached, weak.reached) || !outlasts(strong.way.right, weak.way.right)) return false;
  if (weak.way.right.presence !== 'certain') return true;
  const policies = new Set(weak.way.used.map(({ held }) => held));
  return strong.way.used.every(({ held }) => policies.has(held));
}
