import { covers, matches } from '../policy/glob.ts';
import type { Statement } from '../policy/statement.ts';

/**
 * Tells which actions of a fixed list a statement speaks of. Actions are compared without regard to case. Patterns are shared by
 * thousands of documents, so each is matched against the list once.
 */
export class ActionList {
  readonly actions: readonly string[];
  readonly #byPattern = new Map<string, readonly number[]>();
  readonly #lower: readonly string[];

  constructor(actions: readonly string[]) {
    this.actions = actions;
    this.#lower = actions.map((each) => each.toLowerCase());
  }

  /** One flag for each action of the list. */
  coveredBy(statement: Statement): Uint8Array {
    const flags = new Uint8Array(this.#lower.length);
    for (const pattern of statement.actions.list) for (const at of this.#rows(pattern)) flags[at] = 1;
    if (statement.actions.except) flags.forEach((flag, at) => (flags[at] = 1 - flag));
    return flags;
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

/** Whether the statement speaks of every action there is, by pattern and not by enumeration. */
export function everyAction(statement: Statement): boolean {
  if (statement.actions.except) return statement.actions.list.length === 0;
  return statement.actions.list.some((each) => covers(each, '*:*'));
}
