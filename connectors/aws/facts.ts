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

/** kind `limiter`, boundary = the account, key `place`: where the account sits in its organization */
export interface AccountPlaceFact {
  readonly type: 'account-place';
  readonly account: string;
  /** `null`: the account is in no organization, which is an answer. */
  readonly organization: { readonly id: string; readonly managementAccount: string } | null;
  /** From the root (`r-…`) by organizational units (`ou-…`) to the account itself. Empty without an organization. */
  readonly path: readonly string[];
}

export type OrganizationPolicyType = 'service-control-policy' | 'resource-control-policy';

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
 * kind `limiter`, boundary = the management account, key `target|<policy type>|<node>`: everything attached directly to one node.
 * AWS keeps at least one policy of an enabled type on every node, so an empty list says that the type is not in force: it is no node
 * that allows nothing (Organizations User Guide, orgs_policies_enable-disable.html).
 */
export interface OrganizationTargetFact {
  readonly type: 'organization-target';
  readonly policyType: OrganizationPolicyType;
  /** `r-…`, `ou-…` or an account. */
  readonly node: string;
  /** Policy ids; empty = policies of this type are not in force. */
  readonly policies: readonly string[];
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
