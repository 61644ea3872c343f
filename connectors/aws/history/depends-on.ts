import type { Fact, FactIndex } from '../../../src/model/fact.ts';
import type { BoundaryId, EntityId } from '../../../src/model/ids.ts';
import type { AttachmentFact, MembershipFact, PermissionsBoundaryFact, PolicyFact } from '../facts.ts';
import type { DirectoryPrincipal, IdentityCenterFact } from '../identity-center-facts.ts';
import { directoryArn, identityCenterFact } from '../identity-center-facts.ts';
import type { CredentialDetail } from '../surfaces/users/told.ts';
import type { WorkloadFact } from '../workload-facts.ts';

const nobody: readonly EntityId[] = [];

/**
 * The identities that facts are nothing without:
 * - credential, and what is told of credentials: their identity;
 * - inline policy, attachment, permissions boundary: the user, group or role; not the policy that is attached, which may go and come;
 * - membership: the user and the group (told by its name: the listed one, else one without a path); trust and session limit: the role; instance profile: the role in it;
 * - assignment of Identity Center: whom it is given to; entitlement: the role too.
 * What stands by itself (managed policies, providers, resources, the organization) depends on nobody, nor does what only names an identity.
 */
export function dependsOnIn(facts: FactIndex): (fact: Fact) => readonly EntityId[] {
  let names: ReadonlyMap<string, EntityId> | undefined;
  const groupOf = (boundary: BoundaryId, name: string): EntityId | undefined => {
    names ??= groupsByName(facts);
    return names.get(nameKey(boundary, name));
  };

  return function dependsOn(fact) {
    switch (fact.kind) {
      case 'credential':
      case 'service-credential':
        return [fact.value.identity];
      case 'credential-detail': {
        const told = fact.value as unknown as CredentialDetail;
        return told.type === 'last-use' ? nobody : [told.identity];
      }
      case 'policy': {
        const { owner } = fact.value as unknown as PolicyFact;
        return owner === null ? nobody : [owner];
      }
      case 'attachment':
        return [(fact.value as unknown as AttachmentFact).principal];
      case 'membership': {
        const directory = identityCenterFact(fact.value);
        if (directory?.type === 'directory-membership') return [directory.user, directory.group];
        const { user, groupName } = fact.value as unknown as MembershipFact;
        return [user, groupOf(fact.boundary, groupName) ?? `${user.slice(0, user.indexOf(':user/'))}:group/${groupName}`];
      }
      case 'trust':
        return [fact.key];
      case 'session-limit':
        return identityCenterFact(fact.value) === undefined ? [fact.key] : nobody;
      case 'limiter': {
        const value = fact.value as unknown as PermissionsBoundaryFact | { readonly type: 'account-place' };
        return value.type === 'permissions-boundary' ? [value.principal] : nobody;
      }
      case 'workload': {
        const value = fact.value as unknown as WorkloadFact;
        return value.type === 'instance-profile' ? [value.role] : nobody;
      }
      case 'assignment':
        return ofAssignment(identityCenterFact(fact.value));
      default:
        return nobody;
    }
  };
}

function ofAssignment(value: IdentityCenterFact | undefined): readonly EntityId[] {
  if (value?.type === 'assignment') return [principalOf(value.permissionSet, value.principalType, value.principal)];
  if (value?.type === 'entitlement') return [principalOf(value.role, value.principalType, value.principal), value.role];
  return nobody;
}

/** Directories are in the partition of what they are assigned to. */
function principalOf(near: string, type: DirectoryPrincipal, id: string): EntityId {
  return directoryArn(near.split(':')[1] ?? 'aws', type, id);
}

/** By the last part of their ARNs, which is unique in an account whatever the path and case. */
function groupsByName(facts: FactIndex): ReadonlyMap<string, EntityId> {
  const names = new Map<string, EntityId>();
  for (const { boundary, key, value } of facts.ofKind('identity')) {
    if (value.kind === 'group' && key.includes(':group/')) names.set(nameKey(boundary, key.slice(key.lastIndexOf('/') + 1)), key);
  }
  return names;
}

function nameKey(boundary: BoundaryId, name: string): string {
  return `${boundary} ${name.toLowerCase()}`;
}
