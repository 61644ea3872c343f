import { hasWildcard } from '../../policy/glob.ts';
import type { EntityId } from '../../../../src/model/ids.ts';
import type { Caller } from '../../rights/caller.ts';
import { plainRight } from '../../rights/rights.ts';
import type { EscalationMethod } from '../../escalation/table.ts';
import type { Principal } from '../estate.ts';
import type { Reached } from './alike.ts';
import type { OpenAtom } from './chosen.ts';
import { openOn, settledAs } from './chosen.ts';
import type { Search } from './search.ts';
import { documentOf, isUnchangeable } from './search.ts';
import type { Way } from './ways.ts';

export type Kind = Caller['kind'] & ('user' | 'role');

/** A principal that is made by a way. */
export interface Made {
  readonly way: Way;
  readonly reached: Reached;
}

/** Whom the methods of a family make; `null`: nobody. */
export function madeBy(family: EscalationMethod['family']): Kind | null {
  return family === 'made-user' ? 'user' : family === 'made-role' ? 'role' : null;
}

/** What the permissions on a user or role that is made are on. */
export function aimAtMade(kind: Kind): string {
  return `made ${kind}`;
}

/**
 * The user or role that a holder makes by a way, of a name that nobody has: nothing limits it but the organization, and a permissions boundary
 * where the permissions ask for one. `becoming`: what else is done with it, in words. What asks for more of it than its name tells stays open.
 */
export function madeAs(
  way: Way,
  kind: Kind,
  holder: Principal,
  search: Pick<Search, 'estate' | 'facts' | 'compile'>,
  becoming = 'be given any right',
): readonly Made[] {
  const patterns = way.aims.get(aimAtMade(kind))?.include ?? [];
  const taken = namesTaken(search.estate.principals);
  const pattern = patterns.find((each) => !isUnchangeable(each) && (hasWildcard(each) || !taken.has(nameTaken(each))));
  if (pattern === undefined) return [];
  const { boundary, account, partition, place } = holder;
  const name = pattern.slice(pattern.indexOf(`:${kind}/`) + kind.length + 2);
  const target: Principal = {
    id: pattern,
    name,
    boundary,
    account,
    partition,
    place,
    // whoever makes it chooses them
    tags: undefined,
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
  const because = `a ${kind} named ${name} may be made${kind === 'role' ? ', let it in' : ''} and ${becoming}`;
  const asked = boundariesAsked(way);
  const limits = asked.map((policy) => documentOf(policy, boundary, search));
  if (asked.length === 0 || limits.includes(undefined)) return [{ way, reached: { target, right: plainRight, because } }];
  // the holder gives the new one such a boundary
  const met = { ...way, right: settledAs(way.right, openOn(way, BOUNDARY), 'by-holder') };
  return limits.flatMap((document, at) => {
    if (document === undefined) return [];
    const policy = asked[at] ?? '';
    const within = `${because}, within the permissions boundary ${policy} that it must have`;
    const limit = { state: 'read' as const, name: policy, document };
    return [{ way: met, reached: { target: { ...target, limit }, right: plainRight, because: within } }];
  });
}

const takenIn = new WeakMap<ReadonlyMap<EntityId, Principal>, ReadonlySet<string>>();

function namesTaken(principals: ReadonlyMap<EntityId, Principal>): ReadonlySet<string> {
  let taken = takenIn.get(principals);
  if (taken === undefined) takenIn.set(principals, (taken = new Set([...principals.keys()].map(nameTaken))));
  return taken;
}

/** Users of an account, and roles, are told apart by their names alone, whatever the path and the case of letters (API_CreateUser, API_CreateRole). */
function nameTaken(arn: EntityId): string {
  const from = arn.indexOf('/');
  return from < 0 ? arn : `${arn.slice(0, from)}/${arn.slice(arn.lastIndexOf('/') + 1).toLowerCase()}`;
}

const BOUNDARY = 'iam:permissionsboundary';

/** The permissions boundaries of which the new one must have one; empty: none is asked for, or which is not told. */
function boundariesAsked(way: Way): readonly string[] {
  const open = openOn(way, BOUNDARY);
  const [first, ...more] = open.map(({ atom }) => atom.values);
  if (first === undefined || !open.every(isNaming)) return [];
  return first.filter((each) => more.every((values) => values.includes(each)));
}

/** Whether one of its values must be there: an allow needs it, or a deny takes all else. */
function isNaming({ atom: { family, negated, set, ifExists, values }, effect, isAlone }: OpenAtom): boolean {
  if (negated !== (effect === 'Deny') || (effect === 'Deny' && !isAlone)) return false;
  const isName = (value: string): boolean => value.startsWith('arn:') && !hasWildcard(value) && !value.includes('${');
  return (family === 'string' || family === 'arn') && set === null && !ifExists && values.every(isName);
}
