import { isJsonObject } from '../../../src/base/json.ts';
import type { FactIndex } from '../../../src/model/fact.ts';
import type { Teller } from '../../../src/model/history.ts';
import type { BoundaryId, SurfaceId } from '../../../src/model/ids.ts';
import type { Task } from '../../../src/model/page.ts';
import { isInstance } from '../identity.ts';
import { identityCenterFact, listings } from '../identity-center-facts.ts';
import { rowsOf } from '../resolve/credentials.ts';
import { secrets } from '../surfaces/regional/secrets.ts';

/*
 * Most surfaces are asked whole: every list, and something of all that stood in it. Of these only a part is asked, by what other answers said:
 * assignments by principal or by account, whichever takes fewer calls; members of those groups alone that may act as something; the ways up
 * to those accounts whose place was not told; passwords and second factors of those users alone whom no credential report tells of.
 */
const byUser = ['aws:login-profiles', 'aws:mfa-devices'];
const parts: Readonly<Record<string, string>> = {
  ListAccountAssignmentsForPrincipal: 'by principal',
  ListAccountAssignments: 'by account',
  ListAccountsForProvisionedPermissionSet: 'provisioned',
  ListParents: 'upwards',
  ListOrganizationalUnitsForParent: 'downwards',
  ListAccountsForParent: 'downwards',
};
const ofSurfaces: ReadonlySet<SurfaceId> = new Set(['aws:identity-center-assignments', 'aws:organization']);

/** See `ConnectorHistory.part`. What it is called is kept: it never changes. */
export function partOf({ surface, args }: Task): string | null {
  if (!isJsonObject(args)) return null;
  const { call, group, user } = args;
  if (typeof call === 'string' && ofSurfaces.has(surface)) return parts[call] ?? null;
  if (surface === 'aws:identity-center-directory' && typeof group === 'string') return `group ${group}`;
  return byUser.includes(surface) && typeof user === 'string' ? `user ${user}` : null;
}

/** See `ConnectorHistory.isMoot`: a group, or a user, that is not there has no part any more; nor have accounts where no set is provisioned. */
export function isMoot(boundary: BoundaryId, surface: SurfaceId, part: string, facts: FactIndex): boolean {
  const { reported, uids } = listedIn(facts);
  if (part.startsWith('user ')) {
    const user = part.slice('user '.length);
    return facts.find('identity', boundary, user) === undefined && !reported.has(user);
  }
  if (part.startsWith('group ')) {
    const isListed = facts.find('provider', boundary, `listing|${listings.groups}`) !== undefined;
    return isListed && !uids.has(`${boundary} ${part.slice('group '.length)}`);
  }
  if (surface !== 'aws:identity-center-assignments' || part === 'by principal') return false;
  if (facts.find('provider', boundary, `listing|${listings.permissionSets}`) === undefined) return false;
  return part === 'provisioned' ? setsIn(facts, boundary).length === 0 : isNowhere(facts, boundary);
}

interface Listed {
  /** Users that credential reports have a row of. */
  readonly reported: ReadonlySet<string>;
  /** Immutable ids of the identities of instances, behind their boundary. */
  readonly uids: ReadonlySet<string>;
}

/** Thousands of parts may be asked about, all of the same facts. */
const known = new WeakMap<FactIndex, Listed>();

function listedIn(facts: FactIndex): Listed {
  let listed = known.get(facts);
  if (listed === undefined) {
    const uids = new Set<string>();
    for (const { boundary, value } of facts.ofKind('identity')) if (isInstance(boundary)) uids.add(`${boundary} ${value.uid ?? ''}`);
    known.set(facts, (listed = { reported: rowsOf(facts), uids }));
  }
  return listed;
}

function setsIn(facts: FactIndex, boundary: BoundaryId): readonly string[] {
  const sets: string[] = [];
  for (const { boundary: where, value } of facts.ofKind('provider')) {
    const told = where === boundary ? identityCenterFact(value) : undefined;
    if (told?.type === 'permission-set') sets.push(told.arn);
  }
  return sets;
}

/** Every set was asked where it is provisioned, and none is anywhere. */
function isNowhere(facts: FactIndex, boundary: BoundaryId): boolean {
  return setsIn(facts, boundary).every((set) => {
    const listing = facts.find('assignment', boundary, `listing|${listings.provisioned(set)}`);
    const told = listing === undefined ? undefined : identityCenterFact(listing.value);
    return told?.type === 'listing' && told.count === 0;
  });
}

/** The policy of a secret that is marked for deletion is not told by the service; the secret may be restored, and its policy with it. */
export function* unasked(facts: FactIndex): Iterable<Teller> {
  const told = new Set<BoundaryId>();
  for (const { boundary, surface, value } of facts.ofKind('observation')) {
    if (surface !== secrets.id || told.has(boundary) || !isJsonObject(value)) continue;
    if (value['type'] !== 'secret' || value['deletedAt'] === null) continue;
    told.add(boundary);
    yield { boundary, surface };
  }
}
