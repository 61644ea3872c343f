import { isJsonObject } from '../../../src/base/json.ts';
import type { AccessFact } from '../../../src/contract/connector.ts';
import type { Access } from '../../../src/model/access.ts';
import type { Credential, Identity } from '../../../src/model/entity.ts';
import type { AttachmentFact, MembershipFact, PolicyFact, TrustFact } from '../facts.ts';
import { identityCenterFact } from '../identity-center-facts.ts';
import { ofCredential } from './credentials.ts';
import { ofAttachment, ofIdentity, ofMembership, ofPolicy, ofTrust } from './iam.ts';
import { ofAssignment, ofDirectoryMembership, ofEntitlement } from './identity-center.ts';
import { ofResourcePolicy } from './resources.ts';

const none: readonly Access[] = [];

/**
 * The accesses that one fact stands for, from its value alone; `null` where its document could not be read. What only describes, limits or runs gives nobody anything that could be taken from
 * them: workloads, providers, anchors, boundaries and policies of organizations have none.
 */
export function awsAccesses({ kind, boundary, key, value }: AccessFact): Iterable<Access> | null {
  const json: unknown = value;
  if ((kind === 'trust' || kind === 'resource-policy') && isJsonObject(value) && value['document'] === null) return null;
  switch (kind) {
    case 'attachment':
      return ofAttachment(boundary, json as AttachmentFact);
    case 'policy':
      return ofPolicy(boundary, key, json as PolicyFact);
    case 'trust':
      return ofTrust(boundary, key, json as TrustFact);
    case 'identity':
      return ofIdentity(boundary, json as Identity);
    case 'credential':
    case 'service-credential':
      return ofCredential(boundary, json as Credential);
    case 'resource-policy':
      return ofResourcePolicy(boundary, key, json as Parameters<typeof ofResourcePolicy>[2]);
    case 'membership':
    case 'assignment':
      return ofPeople(boundary, json as Parameters<typeof identityCenterFact>[0]);
    default:
      return none;
  }
}

function ofPeople(boundary: string, value: Parameters<typeof identityCenterFact>[0]): Iterable<Access> {
  const told = identityCenterFact(value);
  switch (told?.type) {
    case undefined:
      return ofMembership(boundary, value as unknown as MembershipFact);
    case 'directory-membership':
      return ofDirectoryMembership(boundary, told);
    case 'assignment':
      return ofAssignment(boundary, told);
    case 'entitlement':
      return ofEntitlement(boundary, told);
    default:
      return none;
  }
}
