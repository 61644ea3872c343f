import type { Json } from '../../../src/base/json.ts';
import type { Access } from '../../../src/model/access.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import type { ResourcePolicyFact } from '../facts.ts';
import { partyOf } from '../resolve/principals.ts';
import type { KmsGrantFact } from '../surfaces/regional/facts.ts';
import { isKmsGrant } from '../surfaces/regional/facts.ts';
import { admittedByResource } from './admitted.ts';
import { accessOf, lastName } from './made.ts';

/** A grant of KMS, or one access for each party that the policy of a resource lets in. */
export function* ofResourcePolicy(boundary: BoundaryId, key: string, value: Json): Iterable<Access> {
  if (isKmsGrant(value)) {
    const subject = granteeOf(value);
    if (subject === undefined) return;
    const { grantId, name, resource } = value;
    const shown = `KMS grant ${name ?? grantId} on key ${lastName(resource)}`;
    yield accessOf({ kind: 'assignment', boundary, subject, objects: [grantId, name ?? ''], name: shown, scope: resource, source: key });
    return;
  }
  const policy = value as unknown as ResourcePolicyFact;
  const { resource } = policy;
  const name = `resource policy of ${resource}`;
  for (const subject of admittedTo(policy)) {
    yield accessOf({ kind: 'policy', boundary, subject, objects: [resource], name, scope: resource, source: `${resource}|policy` });
  }
}

/** Whom a resource's policy lets in, as grants name them. */
export function admittedTo({
  resource,
  account,
  document,
}: Pick<ResourcePolicyFact, 'resource' | 'account' | 'document'>): readonly EntityId[] {
  return admittedByResource(document, { account, partition: resource.split(':')[1] ?? 'aws' });
}

/** The holder as grants name it; `undefined`: the id of a principal that is gone, which matches nobody. A session is told by its role, without the path. */
export function granteeOf({ grantee, resource }: Pick<KmsGrantFact, 'grantee' | 'resource'>): EntityId | undefined {
  if (/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(grantee)) return `service:${grantee}`;
  const partition = resource.split(':')[1] ?? 'aws';
  const party = partyOf({ type: 'AWS', value: grantee }, partition);
  switch (party.form) {
    case 'deleted':
      return undefined;
    case 'account':
      return `arn:${party.partition}:iam::${party.account}:root`;
    case 'user':
    case 'role':
    case 'federated-user':
      return party.arn;
    case 'session':
      return party.role.startsWith('aws:') ? `service:${party.role}` : `arn:${partition}:iam::${party.account}:role/${party.role}`;
    default:
      return `unknown:${grantee}`;
  }
}
