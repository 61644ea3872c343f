import { isMultivalued } from '../keys.ts';
import type { Predicate } from '../unknown/sample.ts';

/** What the open statements ask of one unknown key. */
export interface KeyUse {
  readonly key: string;
  readonly predicates: Predicate[];
  /** Keys it is compared with. */
  readonly with: Set<string>;
  /** Whether a set operator is used on it, to which an empty text is as none. */
  set: boolean;
  /** False where a comparison is not told by `predicates` and `with`. */
  exact: boolean;
}

export class KeyUses {
  readonly #byKey = new Map<string, KeyUse>();

  of(key: string): KeyUse {
    let use = this.#byKey.get(key);
    if (use === undefined) {
      use = { key, predicates: [], with: new Set(), set: isMultivalued(key), exact: true };
      this.#byKey.set(key, use);
    }
    return use;
  }

  get all(): readonly KeyUse[] {
    return [...this.#byKey.values()];
  }
}
