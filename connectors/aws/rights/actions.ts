import { covers, matches } from '../policy/glob.ts';
import type { Statement } from '../policy/statement.ts';

/** Values of condition keys, by lower-case name, that requests for an action are asked with: which service a role is passed to. */
export type Told = ReadonlyMap<string, string>;

/** What a statement's action element speaks of. */
export interface Covered {
  /** One for each action of the list. */
  readonly flags: Uint8Array;
  /** The indexes that are flagged. */
  readonly rows: readonly number[];
  /** Every action there is, by pattern and not by enumeration. */
  readonly everyAction: boolean;
}

/**
 * Tells which actions of a fixed list a statement speaks of. Actions are compared without regard to case. Patterns are shared by
 * thousands of documents, so each is matched against the list once.
 */
export class ActionList {
  readonly actions: readonly string[];
  /** Of each action what a request for it tells; `null`: nothing but what the caller tells. */
  readonly told: readonly (Told | null)[];
  readonly #byPattern = new Map<string, readonly number[]>();
  readonly #byElement = new Map<string, Covered>();
  readonly #lower: readonly string[];

  constructor(actions: readonly string[], told: readonly (Told | null)[] = []) {
    this.actions = actions;
    this.told = told;
    this.#lower = actions.map((each) => each.toLowerCase());
  }

  /** Of statements whose action elements say the same it is one and the same answer. */
  coveredBy({ actions }: Statement): Covered {
    const { list, except } = actions;
    const id = (except ? '!' : '') + list.join('\n');
    let covered = this.#byElement.get(id);
    if (covered === undefined) this.#byElement.set(id, (covered = this.#cover(list, except)));
    return covered;
  }

  #cover(list: readonly string[], except: boolean): Covered {
    const flags = new Uint8Array(this.#lower.length);
    for (const pattern of list) for (const at of this.#rows(pattern)) flags[at] = 1;
    const rows: number[] = [];
    for (let at = 0; at < flags.length; at++) {
      if (except) flags[at] = 1 - (flags[at] ?? 0);
      if (flags[at] === 1) rows.push(at);
    }
    return { flags, rows, everyAction: except ? list.length === 0 : list.some((each) => covers(each, '*:*')) };
  }

  #rows(pattern: string): readonly number[] {
    let rows = this.#byPattern.get(pattern);
    if (rows === undefined) {
      rows = this.#lower.flatMap((action, at) => (matches(pattern, action) ? [at] : []));
      this.#byPattern.set(pattern, rows);
    }
    return rows;
  }
}
