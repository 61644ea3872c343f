import type { Caller } from '../../rights/caller.ts';
import { hasWildcard } from '../../policy/glob.ts';
import { plainRight } from '../../rights/rights.ts';
import type { EscalationMethod } from '../../escalation/table.ts';
import type { Estate, Principal } from '../estate.ts';
import type { Reached } from './alike.ts';
import { isUnchangeable } from './search.ts';
import type { Way } from './ways.ts';

export type Kind = Caller['kind'] & ('user' | 'role');

/** Whom the methods of a family make; `null`: nobody. */
export function madeBy(family: EscalationMethod['family']): Kind | null {
  return family === 'made-user' ? 'user' : family === 'made-role' ? 'role' : null;
}

/** What the permissions on a user or role that is made are on. */
export function aimAtMade(kind: Kind): string {
  return `made ${kind}`;
}

/**
 * The user or role that a holder makes by a way, of a name that nobody has: nothing limits it but the organization. What asks for more of it
 * than its name tells stays open.
 */
export function madeAs({ aims }: Way, kind: Kind, holder: Principal, { principals }: Pick<Estate, 'principals'>): Reached | undefined {
  const patterns = aims.get(aimAtMade(kind))?.include ?? [];
  const pattern = patterns.find((each) => !isUnchangeable(each) && (hasWildcard(each) || !principals.has(each)));
  if (pattern === undefined) return undefined;
  const { boundary, account, partition, place } = holder;
  const name = pattern.slice(pattern.indexOf(`:${kind}/`) + kind.length + 2);
  const target: Principal = {
    id: pattern,
    name,
    boundary,
    account,
    partition,
    place,
    held: [],
    limit: { state: 'none', name: '' },
    caller: {
      ...holder.caller,
      kind,
      arn: hasWildcard(pattern) ? undefined : pattern,
      username: kind === 'role' ? null : undefined,
      uid: undefined,
      tags: undefined,
    },
  };
  return {
    target,
    right: plainRight,
    because: `a ${kind} named ${name} may be made${kind === 'role' ? ', let it in' : ''} and be given any right`,
  };
}
