import type { Instant } from '../../src/base/instant.ts';
import type { Json } from '../../src/base/json.ts';

/**
 * Values of the facts that only this connector reads. Identities, credentials and usage have the model's own values.
 * Keys: a managed policy's is its ARN; an inline policy's is {@link inlinePolicyKey}; a trust's is the role ARN.
 */

/** kind `policy` */
export interface PolicyFact {
  readonly name: string;
  readonly managed: 'aws' | 'customer' | 'inline';
  /** The principal or group an inline policy sits in; `null` for a managed one. */
  readonly owner: string | null;
  readonly versions: readonly PolicyVersionFact[];
}

export interface PolicyVersionFact {
  /** `v3`, or `inline`. */
  readonly id: string;
  readonly isDefault: boolean;
  readonly createdAt: Instant | null;
  /** Decoded JSON, or `null` where the document did not parse (a `malformed` gap says so). */
  readonly document: Json;
  /** Where the document is (RFC 6901), from the fact's own place in its page on: the same in every page that says it. */
  readonly pointer: string;
}

/** kind `attachment`, of managed policies only; key `<principal ARN>|<policy ARN>` */
export interface AttachmentFact {
  /** ARN of the user, group or role. */
  readonly principal: string;
  /** Key of a `policy` fact. Managed policies of AWS itself are found in any boundary. */
  readonly policy: string;
  readonly policyName: string;
}

/** kind `membership`; key `<user ARN>|<group name>`. IAM tells the group's name only; names are unique in an account. */
export interface MembershipFact {
  readonly user: string;
  readonly groupName: string;
}

/** kind `trust`; key = role ARN */
export interface TrustFact {
  readonly role: string;
  /** Decoded JSON, or `null` where the document did not parse. */
  readonly document: Json;
}

/** kind `limiter`; key = principal ARN */
export interface PermissionsBoundaryFact {
  readonly type: 'permissions-boundary';
  readonly principal: string;
  /** Key of a `policy` fact. */
  readonly policy: string;
}

export function inlinePolicyKey(owner: string, name: string): string {
  return `${owner}|inline|${name}`;
}

export interface OrganizationRef {
  readonly id: string;
  readonly managementAccount: string;
}

/**
 * kind `limiter`: where an account sits. Told twice, and joined by `placesOf`: by the account itself (boundary = the account, key
 * `place`: which organization it is in, and no more), and by the list of its organization (boundary = the management account, key
 * `place|<account>`).
 */
export interface AccountPlaceFact {
  readonly type: 'account-place';
  readonly account: string;
  /** `null`: the account is in no organization, which is an answer. */
  readonly organization: OrganizationRef | null;
  /**
   * From the root (`r-…`) by organizational units (`ou-…`) to the account itself; empty without an organization. `null`: this answer did
   * not tell it; {@link OrganizationParentFact} may.
   */
  readonly path: readonly string[] | null;
  /** `null`: not told. */
  readonly name: string | null;
  /** `ACTIVE`, `SUSPENDED`, `CLOSED`, …, in the provider's words; `null`: not told. */
  readonly state: string | null;
}

/** kind `limiter`, boundary = the management account, key `parent|<node>`: what a node hangs under. */
export interface OrganizationParentFact {
  readonly type: 'organization-parent';
  /** `ou-…` or an account. */
  readonly node: string;
  /** `r-…` or `ou-…` */
  readonly parent: string;
}

export const organizationPolicyTypes = ['service-control-policy', 'resource-control-policy'] as const;
export type OrganizationPolicyType = (typeof organizationPolicyTypes)[number];

/** kind `limiter`, boundary = the management account, key `root|<root>`: a root and the types of policies that are in force under it. */
export interface OrganizationRootFact {
  readonly type: 'organization-root';
  readonly root: string;
  /** A type that is being switched on or off counts as in force: it may bind. */
  readonly enabled: readonly OrganizationPolicyType[];
}

/** kind `limiter`, boundary = the management account, key `<type>|<policy id>` */
export interface OrganizationPolicyFact {
  readonly type: OrganizationPolicyType;
  readonly id: string;
  readonly name: string;
  readonly awsManaged: boolean;
  /** Decoded JSON, or `null` where the document did not parse. */
  readonly document: Json;
}

/**
 * kind `limiter`, boundary = the management account, key `policies|<policy type>`: the ids of all policies of a type. There is none
 * unless every page and every element of the list was read.
 */
export interface OrganizationPolicyListFact {
  readonly type: 'organization-policies';
  readonly policyType: OrganizationPolicyType;
  readonly policies: readonly string[];
}

/**
 * kind `limiter`, boundary = the management account, key `targets|<policy type>|<policy id>`: every node a policy is attached to directly. There is
 * none unless every page and every element of the list was read.
 */
export interface OrganizationTargetsFact {
  readonly type: 'organization-targets';
  readonly policyType: OrganizationPolicyType;
  readonly policy: string;
  /** `r-…`, `ou-…` or accounts. */
  readonly nodes: readonly string[];
}

/** kind `observation`, boundary = the account that was asked, key `delegated-administrator|<account>` */
export interface DelegatedAdministratorFact {
  readonly type: 'delegated-administrator';
  readonly account: string;
  readonly name: string | null;
  readonly state: string | null;
  readonly since: Instant | null;
}

/**
 * kind `observation`, boundary = the account that was asked, key `delegated-administrators|<organization>`: all of them, for whatever
 * service. There is none unless every page and every element of the list was read.
 */
export interface DelegatedAdministratorsFact {
  readonly type: 'delegated-administrators';
  readonly organization: string;
  readonly accounts: readonly string[];
}

/**
 * kind `observation`, boundary = the account that was asked, key `delegation-policy|<organization>`: the resource-based policy with
 * which the organization lets member accounts call AWS Organizations.
 */
export interface DelegationPolicyFact {
  readonly type: 'delegation-policy';
  readonly organization: string;
  readonly present: boolean;
  /** Decoded JSON; `null` where there is none or it did not parse. */
  readonly document: Json;
}

/** kind `observation`, boundary = the account that was asked, key `delegated-service|<account>|<service principal>` */
export interface DelegatedServiceFact {
  readonly type: 'delegated-service';
  readonly account: string;
  /** `sso.amazonaws.com` */
  readonly service: string;
  readonly since: Instant | null;
}

/** kind `observation`, boundary = the account that was asked, key `trusted-service|<service principal>`: it may act in every account. */
export interface TrustedServiceFact {
  readonly type: 'trusted-service';
  readonly service: string;
  readonly since: Instant | null;
}

/**
 * kind `observation`, boundary = the account that was asked, key `root-access`: how root users of member accounts are managed centrally.
 * `RootCredentialsManagement`: their credentials can be deleted from above. `RootSessions`: privileged sessions as them can be had.
 */
export interface RootAccessFact {
  readonly type: 'root-access';
  readonly organization: string;
  readonly features: readonly string[];
}

/** kind `resource-policy`, key = resource ARN. For KMS the key policy `default`. */
export interface ResourcePolicyFact {
  readonly resource: string;
  /** Prefix of the service's actions: `s3`, `kms`, `secretsmanager`, … */
  readonly service: string;
  /** The account that owns the resource. */
  readonly account: string;
  /** Decoded JSON; `null` where the document did not parse. A resource without a policy has no such fact. */
  readonly document: Json;
}

export type { InstanceProfileFact, RunningWorkloadFact, TaskDefinitionFact, WorkloadFact } from './workload-facts.ts';
export { profileName, workloadArn, workloadKey } from './workload-facts.ts';
export type { WorkloadKind } from './workload-kinds.ts';
export { workloadKinds } from './workload-kinds.ts';
