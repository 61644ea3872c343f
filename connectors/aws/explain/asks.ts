import { covers, matches } from '../policy/glob.ts';
import { overlap } from '../rights/denied.ts';
import type { CompiledStatement } from '../rights/documents.ts';
import type { ResourceSet } from '../rights/resources.ts';
import type { Capability } from '../../../src/model/capability.ts';
import { capabilityRows, universeOf } from '../resolve/capabilities.ts';

/** One action over what an element says it may be done to. */
export interface Ask {
  /** As the provider writes it: `iam:PutRolePolicy`. */
  readonly action: string;
  /** A pattern; `*` = the action takes no resource. */
  readonly on: string;
  /** Services, one of which the role is handed to; left out where none is. */
  readonly passedTo?: readonly string[];
}

/** Whose resources are asked for. */
export interface Owner {
  readonly partition: string;
  readonly account: string;
}

/** A boundary, or an organization of them: all that an action may be done to there. */
export function isWhole(scope: string): boolean {
  return scope.startsWith('aws:');
}

/** The actions behind a capability over a scope, each once for each pattern. Of `administer` those that can take back all the rest. */
export function asksOf(capability: Capability, scope: string, owner: Owner): readonly Ask[] {
  const asks = new Map<string, Ask>();
  for (const row of capabilityRows) {
    const gives = capability === 'administer' ? row.core : capability === (row.capability === 'assume' ? 'impersonate' : row.capability);
    if (!gives) continue;
    const universe = universeOf(row.on, owner.partition, row.capability === 'assume' ? '*' : owner.account);
    const on = isWhole(scope) ? universe : scope;
    asks.set(`${row.action} ${on}`, { action: row.action, on });
  }
  return [...asks.values()];
}

/** Whether a statement speaks of an action. */
export function speaksOf({ actions }: CompiledStatement, action: string): boolean {
  const lower = action.toLowerCase();
  return actions.list.some((pattern) => matches(pattern, lower)) !== actions.except;
}

/** Whether a set has anything of what is asked for. */
export function touches(set: ResourceSet, on: string): boolean {
  return on === '*' ? isEverything(set) : overlap({ include: [on], exclude: [] }, set);
}

/** Whether a set has all of what is asked for. */
export function holdsAll(set: ResourceSet, on: string): boolean {
  if (on === '*') return isEverything(set);
  return (
    set.include.some((each) => covers(each, on)) &&
    !set.exclude.some((each) => overlap({ include: [on], exclude: [] }, { include: [each], exclude: [] }))
  );
}

// an action without a resource is spoken of by `*` alone, and no list of resources leaves it out
function isEverything({ include }: ResourceSet): boolean {
  return include.includes('*');
}

/** `iam:A, iam:B, iam:C and 2 more`; each action once. */
export function actionsText(asks: readonly Ask[], limit = 3): string {
  const names = [...new Set(asks.map(({ action }) => action))];
  return names.slice(0, limit).join(', ') + (names.length > limit ? ` and ${names.length - limit} more` : '');
}

/** A scope in words. */
export function overText(scope: string, account: string): string {
  if (scope.startsWith('aws:o-')) return `all of organization ${scope.slice('aws:'.length)}`;
  return isWhole(scope) ? `all of account ${account}` : scope;
}

/** What a statement says of resources, as written. */
export function patternsText({ resources }: CompiledStatement): string {
  const { list, except } = resources;
  return `${except ? 'all but ' : ''}${list.slice(0, 3).join(', ')}${list.length > 3 ? ` and ${list.length - 3} more` : ''}`;
}
