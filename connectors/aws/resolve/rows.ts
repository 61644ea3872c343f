import { impossible } from '../../../src/base/errors.ts';
import type { AppliedStatement } from '../rights/documents.ts';
import { capabilityRows, unchangeable, universeOf } from './capabilities.ts';
import type { Reached } from '../rights/resources.ts';
import { reach } from '../rights/resources.ts';
import type { Right } from '../rights/rights.ts';
import type { Principal } from './estate.ts';
import type { Place } from './organization.ts';

export const assumeRow = capabilityRows.findIndex((row) => row.capability === 'assume');
const coreRows = capabilityRows.flatMap((row, at) => (row.core ? [at] : []));

/**
 * Whether the statement gives the whole account: every action by pattern, or by NotAction all but some that include none of the
 * actions with which the rest can be taken back.
 */
export function isWhole(applied: AppliedStatement): boolean {
  const { statement, resources } = applied;
  if (!resources.include.includes('*')) return false;
  return statement.everyAction || (statement.actions.except && coreRows.every((row) => statement.flags[row] === 1));
}

/** A row of the table, all it can act on, and what of that no principal can. */
export interface RowUniverse {
  readonly action: number;
  readonly universe: string;
  readonly never: readonly string[];
  /** Answers of {@link reachOf}, shared by the rows of one universe. */
  readonly known: Map<string, Reached>;
}

const rows = new WeakMap<Place, Map<string, readonly RowUniverse[]>>();

/** By row. A role of any account can be assumed. */
export function rowsOf({ partition, account, place }: Pick<Principal, 'partition' | 'account' | 'place'>): readonly RowUniverse[] {
  let here = rows.get(place);
  if (here === undefined) rows.set(place, (here = new Map<string, readonly RowUniverse[]>()));
  let known = here.get(partition);
  if (known === undefined) {
    const shared = new Map<string, RowUniverse['known']>();
    known = capabilityRows.map(({ on }, action) => {
      const universe = universeOf(on, partition, action === assumeRow ? '*' : account);
      const answers = shared.get(universe) ?? new Map<string, Reached>();
      shared.set(universe, answers);
      return { action, universe, never: unchangeable(on, partition, account), known: answers };
    });
    here.set(partition, known);
  }
  return known;
}

export function rowIn(row: number, principal: Principal): RowUniverse {
  return rowsOf(principal)[row] ?? impossible(`there is no row ${row}`);
}

/** How a right reaches into what a row acts on. Policies share patterns by the thousand: of one pattern it is worked out once. */
export function reachOf({ resources }: Right, { universe, never, known }: RowUniverse): Reached {
  const [pattern] = resources.include;
  if (pattern === undefined || resources.include.length > 1 || resources.exclude.length > 0) return reach(resources, universe, never);
  let answer = known.get(pattern);
  if (answer === undefined) known.set(pattern, (answer = reach(resources, universe, never)));
  return answer;
}
