import type { Json } from '../../../src/base/json.ts';
import type { Access } from '../../../src/model/access.ts';
import type { Identity } from '../../../src/model/entity.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import type { AttachmentFact, MembershipFact, PolicyFact, TrustFact } from '../facts.ts';
import { parseIamArn } from '../identity.ts';
import { isServiceLinked } from '../resolve/organization.ts';
import { trustName } from '../resolve/without.ts';
import { admittedByTrust } from './admitted.ts';
import { accessOf, lastName } from './made.ts';

/** A managed policy on a user, group or role. */
export function* ofAttachment(boundary: BoundaryId, { principal, policy, policyName }: AttachmentFact): Iterable<Access> {
  const source = `${principal}|${policy}`;
  yield accessOf({
    kind: 'assignment',
    boundary,
    subject: principal,
    objects: [policy, policyName],
    name: policyName,
    scope: boundary,
    source,
  });
}

/** An inline policy: it is one thing however its statements change. A managed one gives nobody anything before it is attached. */
export function* ofPolicy(boundary: BoundaryId, key: string, { managed, owner, name }: PolicyFact): Iterable<Access> {
  if (managed !== 'inline' || owner === null) return;
  yield accessOf({ kind: 'policy', boundary, subject: owner, objects: [key, name], name, scope: boundary, source: key });
}

/** IAM tells the group's name alone: its ARN is given as if it had no path, and the name beside it is unique in the account. */
export function* ofMembership(boundary: BoundaryId, { user, groupName }: MembershipFact): Iterable<Access> {
  const arn = parseIamArn(user);
  if (arn === undefined) return;
  const group = `arn:${arn.partition}:iam::${arn.account}:group/${groupName}`;
  const source = `${user}|${group}`;
  yield accessOf({ kind: 'membership', boundary, subject: user, objects: [group, groupName], name: groupName, scope: null, source });
}

/**
 * One access for each party that the trust policy of a role lets in. Roles that are linked to a service have none: the service makes and keeps them,
 * and nobody may change their trust.
 */
export function* ofTrust(boundary: BoundaryId, role: string, { document }: TrustFact): Iterable<Access> {
  const arn = parseIamArn(role);
  if (arn === undefined || isServiceLinked(role)) return;
  const name = lastName(role);
  const source = trustName(role);
  for (const subject of admittedByTrust(document, arn)) {
    yield accessOf({ kind: 'trust', boundary, subject, objects: [role, name], name: `role ${name}`, scope: null, source });
  }
}

/**
 * Users of IAM and of IAM Identity Center. A role is nobody's account, and the root user cannot be taken away. Who is disabled cannot sign in; what
 * they hold are accesses of their own, and stay.
 */
export function* ofIdentity(boundary: BoundaryId, { id, uid, kind, name, enabled }: Identity): Iterable<Access> {
  if (kind !== 'user' || enabled === false) return;
  yield accessOf({ kind: 'account', boundary, subject: id, objects: [id, uid ?? '', name], name: `user ${name}`, scope: null, source: id });
}

/** Whether a trust policy lets a party in; `null`: the text cannot be read. */
export function isAdmitted(role: string, document: Json, subject: string): boolean {
  const arn = parseIamArn(role);
  return arn !== undefined && admittedByTrust(document, arn).includes(subject);
}
