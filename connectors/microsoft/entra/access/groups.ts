import type { Access } from '../../../../src/model/access.ts';
import type { BoundaryId, FactKey } from '../../../../src/model/ids.ts';
import { accessOf } from '../../access.ts';
import { objectIdOf } from '../../ids.ts';
import type { GroupInstanceFact, GroupMemberFact, OwnerFact } from '../facts.ts';

/**
 * Being in a group, owning one, and being able to switch either on. The list of members and what Privileged Identity Management holds of a
 * member are one access: the latter alone knows an end, and that it was switched on.
 */
export function memberAccess(boundary: BoundaryId, { group, member }: GroupMemberFact): Access {
  return accessOf(
    { kind: 'membership', boundary, subject: member, object: group, scope: null },
    { source: `group-membership|${member}|${group}`, name: `member of ${shortOf(group)}`, names: [objectIdOf(group)], endUntold: true },
  );
}

/** A member of a group that is nested in it has what that group has: it is no access of its own. */
export function groupInstanceAccess(boundary: BoundaryId, value: GroupInstanceFact): Access | undefined {
  if (value.member !== 'direct') return undefined;
  const { principal: subject, group, access, from, until } = value;
  const isOwner = access === 'owner';
  const isEligible = value.of === 'eligibility';
  const source = isOwner ? 'group-owner' : isEligible ? 'eligible-membership' : 'group-membership';
  return accessOf(
    {
      kind: isEligible ? 'eligibility' : isOwner ? 'ownership' : 'membership',
      boundary,
      subject,
      object: group,
      scope: null,
      ...(isEligible ? { part: access } : {}),
    },
    {
      source: `${source}|${subject}|${group}`,
      name: `${isOwner ? 'owner' : 'member'} of ${shortOf(group)}`,
      names: [objectIdOf(group)],
      from,
      until,
      activated: !isEligible && value.assignment === 'activated',
    },
  );
}

/** An owner of a group adds members to it, one of an application or service principal adds credentials. */
export function ownerAccess(boundary: BoundaryId, key: FactKey, { of, owner, sort }: OwnerFact): Access {
  return accessOf(
    { kind: 'ownership', boundary, subject: owner, object: of, scope: null },
    { source: sort === 'group' ? `group-owner|${owner}|${of}` : key, name: `owner of ${shortOf(of)}`, names: [objectIdOf(of)] },
  );
}

function shortOf(id: string): string {
  return objectIdOf(id) ?? id;
}
