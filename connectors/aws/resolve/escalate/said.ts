import { outlasts } from '../../rights/dominance.ts';
import type { ResourceSet } from '../../rights/resources.ts';
import type { Right } from '../../rights/rights.ts';

/** What methods gave one holder already. Of those that reach the same the first that is as strong tells it for all. */
export class Said {
  readonly #rights = new Map<string, Right[]>();

  /** `what`: the same for methods that reach the same by the same resources. */
  isNew(what: string, { include, exclude }: ResourceSet, right: Right): boolean {
    const id = `${what}|${include.join()}|${exclude.join()}`;
    const known = this.#rights.get(id);
    if (known === undefined) this.#rights.set(id, [right]);
    else if (known.some((each) => outlasts(each, right))) return false;
    else known.push(right);
    return true;
  }
}
