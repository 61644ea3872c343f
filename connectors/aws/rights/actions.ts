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
  readonly #none: { readonly flags: Uint8Array; readonly rows: readonly number[] };

  constructor(actions: readonly string[]) {
    this.actions = actions;
    this.#lower = actions.map((each) => each.toLowerCase());
    this.#none = { flags: new Uint8Array(actions.length), rows: [] };
  }

  /** One flag for each action of the list, and the indexes of those that are set. */
  coveredBy(statement: Statement): { readonly flags: Uint8Array; readonly rows: readonly number[] } {
    const { list, except } = statement.actions;
    const flags = new Uint8Array(this.#lower.length);
    for (const pattern of list) for (const at of this.#rows(pattern)) flags[at] = 1;
    const rows: number[] = [];
    for (let at = 0; at < flags.length; at++) {
      if (except) flags[at] = 1 - (flags[at] ?? 0);
      if (flags[at] === 1) rows.push(at);
    }
    return rows.length === 0 ? this.#none : { flags, rows };
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
