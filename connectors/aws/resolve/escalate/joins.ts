import { isPlain } from '../../rights/dominance.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import type { Right } from '../../rights/rights.ts';
import { combined, plainRight } from '../../rights/rights.ts';
import { bothOf } from '../../rights/together.ts';

export type Aims = ReadonlyMap<string, ResourceSet>;

/** What two parts of choices come to; where there are many choices they share what they are made of, and it is worked out once. */
export class Joins {
  readonly #wholes: Known<Right, Right, Right> | null;
  readonly #boths: Known<Right, Right, readonly Right[]> | null;
  readonly #aims: Known<Aims, ResourceSet, Aims> | null;

  constructor(isShared: boolean) {
    [this.#wholes, this.#boths, this.#aims] = isShared ? [new Map(), new Map(), new Map()] : [null, null, null];
  }

  /** What is whole, and what one request more asks for. */
  whole(whole: Right, right: Right): Right {
    // whatever stands for nothing more than a plain right takes nothing away
    if (isPlain(right)) return whole;
    return of(this.#wholes, whole, right, allOf);
  }

  both(a: Right, b: Right): readonly Right[] {
    return of(this.#boths, a, b, bothOf);
  }

  /** `aim` is the same for all. */
  aims(before: Aims, resources: ResourceSet, aim: string): Aims {
    return of(this.#aims, before, resources, () => new Map(before).set(aim, resources));
  }
}

/** Where nothing is shared. */
export const apart = new Joins(false);

type Known<A, B, T> = Map<A, Map<B, T>>;

function of<A, B, T>(known: Known<A, B, T> | null, a: A, b: B, make: (a: A, b: B) => T): T {
  if (known === null) return make(a, b);
  let here = known.get(a);
  if (here === undefined) known.set(a, (here = new Map<B, T>()));
  let made = here.get(b);
  if (made === undefined) here.set(b, (made = make(a, b)));
  return made;
}

function allOf(whole: Right, right: Right): Right {
  const each = right.demands.length === 0 ? right : { ...right, demands: [] };
  return whole === plainRight ? each : combined(whole, each);
}
