import type { Access } from '../../../src/model/access.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import type { AssignmentFact, DirectoryMembershipFact, DirectoryPrincipal, EntitlementFact } from '../identity-center-facts.ts';
import { directoryArn } from '../identity-center-facts.ts';
import { accountBoundary, parseIamArn } from '../identity.ts';
import { assignmentName } from '../resolve/without.ts';
import { accessOf, lastName } from './made.ts';

/** A permission set in an account. One that stands in several lists is one access. The set's name is told elsewhere. */
export function* ofAssignment(boundary: BoundaryId, fact: AssignmentFact): Iterable<Access> {
  const { permissionSet, account, principalType, principal } = fact;
  const set = lastName(permissionSet);
  yield accessOf({
    kind: 'assignment',
    boundary,
    subject: principalOf(permissionSet, principalType, principal),
    objects: [permissionSet, set],
    name: `permission set ${set} in account ${account}`,
    scope: accountBoundary(account),
    source: assignmentName(fact),
  });
}

/** What stands in the ids of entitlements before their application and their own id. */
export const ENTITLEMENT = 'entitlement ';

/** An entitlement of account access manager to an ordinary role. */
export function* ofEntitlement(boundary: BoundaryId, fact: EntitlementFact): Iterable<Access> {
  const { id, application, role, principalType, principal } = fact;
  const account = parseIamArn(role)?.account;
  yield accessOf({
    kind: 'assignment',
    boundary,
    subject: principalOf(role, principalType, principal),
    object: `${ENTITLEMENT}${application} ${id}`,
    objects: [role, lastName(role), id],
    name: `entitlement to role ${lastName(role)}`,
    scope: account === undefined ? null : accountBoundary(account),
    source: `entitlement|${id}`,
  });
}

export function* ofDirectoryMembership(boundary: BoundaryId, { user, group, id }: DirectoryMembershipFact): Iterable<Access> {
  const name = `group ${lastName(group)}`;
  const source = `membership|${user}|${group}`;
  yield accessOf({ kind: 'membership', boundary, subject: user, objects: [group, lastName(group), id ?? ''], name, scope: null, source });
}

/** Directories are in the partition of what they are assigned to. */
function principalOf(near: string, type: DirectoryPrincipal, id: string): string {
  return directoryArn(near.split(':')[1] ?? 'aws', type, id);
}
