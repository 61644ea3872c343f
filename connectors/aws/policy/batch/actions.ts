import type { CompiledStatement } from '../compile/statement.ts';
import { hasWildcard, matches } from '../glob.ts';
import type { Bits } from './bits.ts';
import { addAll, allBits, isEmpty, noBits, setBit, word } from './bits.ts';

/** The actions of a batch: for each pattern of an `Action` list, which requests it means. */
export class ActionTable {
  readonly count: number;
  readonly #byAction = new Map<string, Bits>();
  readonly #byPattern = new Map<string, Bits | null>();

  constructor(actions: readonly string[]) {
    this.count = actions.length;
    for (const [at, action] of actions.entries()) {
      const lower = action.toLowerCase();
      const bits = this.#byAction.get(lower) ?? noBits(this.count);
      setBit(bits, at);
      this.#byAction.set(lower, bits);
    }
  }

  /** The requests whose action a statement speaks of; `null` for none. */
  spokenOf({ source: { actions } }: CompiledStatement): Bits | null {
    let bits: Bits | null = null;
    let own = false;
    for (const pattern of actions.list) {
      const more = this.#meant(pattern);
      if (more === null) continue;
      if (bits === null) bits = more;
      else {
        // the first set is the table's
        if (!own) bits = bits.slice();
        own = true;
        addAll(bits, more);
      }
    }
    if (!actions.except) return bits;
    const rest = allBits(this.count);
    if (bits !== null) for (let at = 0; at < rest.length; at++) rest[at] = word(rest, at) & ~word(bits, at);
    return isEmpty(rest) ? null : rest;
  }

  #meant(pattern: string): Bits | null {
    if (!hasWildcard(pattern)) return this.#byAction.get(pattern) ?? null;
    let bits = this.#byPattern.get(pattern);
    if (bits === undefined) {
      const meant = noBits(this.count);
      for (const [action, of] of this.#byAction) if (matches(pattern, action)) addAll(meant, of);
      bits = isEmpty(meant) ? null : meant;
      this.#byPattern.set(pattern, bits);
    }
    return bits;
  }
}
