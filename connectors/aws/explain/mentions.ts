import type { Json } from '../../../src/base/json.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import type { Fact } from '../../../src/model/fact.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import type { AttachmentFact, PermissionsBoundaryFact, PolicyFact, WorkloadFact } from '../facts.ts';
import { profileName, workloadKinds } from '../facts.ts';
import { isKmsGrant } from '../surfaces/regional/facts.ts';

/**
 * What of an organization is told once for all of its accounts: of every element.
 * Kept to places, policies and delegations, which are few beside the rest.
 */
const everywhere: readonly string[] = [''];
const ofOrganization = new Set([
  'delegated-administrator',
  'delegated-administrators',
  'delegation-policy',
  'delegated-service',
  'trusted-service',
  'root-access',
]);

/**
 * The names a fact goes by when an element is explained:
 * - identity, credential: the identity; a group also by {@link groupName};
 * - attachment, permissions boundary: the principal or group, and of a group {@link groupName};
 * - inline policy: its owner, and of a group {@link groupName}; a managed policy: {@link policyName}, and its ARN;
 * - membership: the user, not the group: of a group's other members nothing is explained;
 * - trust, workload, session limit: the role; of what runs with an instance profile or by a task definition, that; of what only reaches what runs, {@link reachingName};
 * - resource policy: the resource; a grant of KMS its own key and its grantee too;
 * - assignment: who and what is assigned, and its role; trust anchor and profile of IAM Roles Anywhere: itself, and the roles it names;
 * - policies and places of an organization, who is delegated in it: `''`, every element.
 * What describes only (use, observations of other kinds) is mentioned by nothing.
 */
export function mentionsOf(fact: Fact): Iterable<string> {
  switch (fact.kind) {
    case 'identity':
      return fact.value.kind === 'group' ? [fact.value.id, groupName(fact.boundary, fact.value.name)] : [fact.value.id];
    case 'credential':
      return [fact.value.identity];
    case 'attachment':
      return ofHolder((fact.value as unknown as AttachmentFact).principal, fact.boundary);
    case 'membership':
      return texts(fact.value, ['user']);
    case 'policy':
      return policyNames(fact.value as unknown as PolicyFact, fact.key, fact.boundary);
    case 'limiter': {
      const value = fact.value as unknown as PermissionsBoundaryFact | { readonly type: 'account-place' };
      return value.type === 'permissions-boundary' ? [value.principal] : everywhere;
    }
    case 'trust':
    case 'session-limit':
      return [fact.key];
    case 'workload':
      return [...texts(fact.value, ['role']), ...holdersOf(fact.value as unknown as WorkloadFact, fact.key, fact.boundary)];
    case 'resource-policy':
      return isKmsGrant(fact.value) ? [fact.key, fact.value.resource, fact.value.grantee] : [fact.key];
    case 'assignment':
      return [fact.key, ...texts(fact.value, ['id', 'principal', 'role', 'permissionSet'])];
    case 'provider':
      return [fact.key, ...texts(fact.value, ['arn']), ...listed(fact.value, 'roles')];
    case 'observation':
      return texts(fact.value, ['type']).some((each) => ofOrganization.has(each)) ? everywhere : [];
    default:
      return [];
  }
}

function texts(value: Json, names: readonly string[]): readonly string[] {
  if (!isJsonObject(value)) return [];
  return names.flatMap((name) => {
    const text = value[name];
    return typeof text === 'string' ? [text] : [];
  });
}

/** The instance profile or task definition that a workload has, or is. */
function holdersOf(value: WorkloadFact, key: string, boundary: BoundaryId): readonly string[] {
  if (value.type === 'instance-profile') return [key, profileName(key)];
  if (value.type === 'task-definition') return [key];
  if (workloadKinds[value.kind].isIndirect) return [reachingName(boundary)];
  if (value.definition !== undefined) return [value.definition];
  return value.instanceProfile === null ? [] : [profileName(value.instanceProfile)];
}

function listed(value: Json, name: string): readonly string[] {
  const list = isJsonObject(value) ? value[name] : undefined;
  return Array.isArray(list) ? (list as readonly Json[]).filter((each) => typeof each === 'string') : [];
}

function policyNames({ managed, owner }: PolicyFact, key: string, boundary: BoundaryId): readonly string[] {
  if (managed === 'inline') return owner === null ? [key] : ofHolder(owner, boundary);
  return [policyName(boundary, key), key];
}

/** A holder's own name; a group's members know it only by the last part of that, which is unique in an account. */
function ofHolder(holder: string, boundary: BoundaryId): readonly string[] {
  const name = /^arn:[^:]*:iam::\d{12}:group\/(?:.*\/)?([^/]+)$/s.exec(holder)?.[1];
  return name === undefined ? [holder] : [holder, groupName(boundary, name)];
}

/** All of an account that reach what runs as a role, whatever the role. */
export function reachingName(boundary: BoundaryId): string {
  return `${boundary}|reaching`;
}

export function groupName(boundary: BoundaryId, name: string): string {
  return `${boundary}|group|${name}`;
}

/** A managed policy as one account tells it: every account tells AWS's own, and one of them is enough. */
export function policyName(boundary: BoundaryId, arn: string): string {
  return `${boundary}|policy|${arn}`;
}
