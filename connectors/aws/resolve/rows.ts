import { impossible } from '../../../src/base/errors.ts';
import type { ScopeId } from '../../../src/model/ids.ts';
import type { AppliedStatement } from '../rights/documents.ts';
import { capabilityRows, unchangeable, universeOf } from './capabilities.ts';
import type { ResourceSet } from '../rights/resources.ts';
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
  /** Rows of one family give the same capability over the same universe in the same way. */
  readonly family: number;
  /** Answers of {@link scopesOf} by pattern, shared by the rows of one universe. */
  readonly known: Map<string, readonly (ScopeId | null)[]>;
}

const rows = new WeakMap<Place, Map<string, readonly RowUniverse[]>>();

/** By row. A role of any account can be assumed. */
export function rowsOf({ partition, account, place }: Pick<Principal, 'partition' | 'account' | 'place'>): readonly RowUniverse[] {
  let here = rows.get(place);
  if (here === undefined) rows.set(place, (here = new Map<string, readonly RowUniverse[]>()));
  let known = here.get(partition);
  if (known === undefined) {
    const shared = new Map<string, RowUniverse['known']>();
    const families = new Map<string, number>();
    known = capabilityRows.map(({ on, capability, core, organizationWide, action: name }, action) => {
      // what works for the whole organization is delegated service by service
      const service = name.slice(0, name.indexOf(':'));
      const its = [on, capability, core, organizationWide ? service : '', service === 'iam'].join();
      const family = families.get(its) ?? families.size;
      families.set(its, family);
      const universe = universeOf(on, partition, action === assumeRow ? '*' : account);
      const answers = shared.get(universe) ?? new Map<string, readonly (ScopeId | null)[]>();
      shared.set(universe, answers);
      return { action, universe, never: unchangeable(on, partition, account), family, known: answers };
    });
    here.set(partition, known);
  }
  return known;
}

export function rowIn(row: number, principal: Principal): RowUniverse {
  return rowsOf(principal)[row] ?? impossible(`there is no row ${row}`);
}

/**
 * What of a row's universe a right reaches: `null` for all of it, else patterns. Policies share patterns by the thousand: of one
 * pattern it is worked out once.
 */
export function scopesOf({ resources }: Right, at: RowUniverse): readonly (ScopeId | null)[] {
  const [pattern] = resources.include;
  if (pattern === undefined || resources.include.length > 1 || resources.exclude.length > 0) return reached(resources, at);
  let scopes = at.known.get(pattern);
  if (scopes === undefined) at.known.set(pattern, (scopes = reached(resources, at)));
  return scopes;
}

function reached(resources: ResourceSet, { universe, never }: RowUniverse): readonly (ScopeId | null)[] {
  const { whole, patterns } = reach(resources, universe, never);
  return patterns.map((each) => (whole ? null : pinned(each, universe)));
}

/** The pattern with the universe's own partition and account where it leaves them open. */
function pinned(pattern: string, universe: string): string {
  if (!pattern.includes('*')) return pattern;
  const [given, own] = [pattern.split(':'), universe.split(':')];
  if (given.length < 6 || own.length < 6) return pattern;
  return given
    .map((segment, at) => (segment === '*' && (at === 1 || at === 4) && own[at] !== '*' ? (own[at] ?? segment) : segment))
    .join(':');
}
