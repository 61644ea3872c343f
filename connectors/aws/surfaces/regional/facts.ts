import type { Instant } from '../../../../src/base/instant.ts';
import type { Json, JsonObject } from '../../../../src/base/json.ts';
import { isJsonObject } from '../../../../src/base/json.ts';

/** Values of the facts that are read on request only. Times are `null` where the answer has none, which is how each service says "never". */

/** kind `observation`, key = the secret's ARN. Of its value nothing is read. */
export interface SecretFact {
  readonly type: 'secret';
  readonly arn: string;
  readonly name: string;
  /** `null`: not told, as of a secret that never rotated. */
  readonly rotationEnabled: boolean | null;
  readonly lastRotatedAt: Instant | null;
  readonly lastChangedAt: Instant | null;
  /** Of the day: the service keeps no more. */
  readonly lastAccessedOn: Instant | null;
  readonly createdAt: Instant | null;
  /** When it was marked for deletion: it cannot be read until somebody restores it, which takes one act for 7 to 30 days. */
  readonly deletedAt: Instant | null;
  /** The service that keeps it, `rds`; `null`: nobody but its owners. */
  readonly owningService: string | null;
}

/** kind `observation`, key = the key's ARN */
export interface KmsKeyFact {
  readonly type: 'kms-key';
  readonly arn: string;
  /** `AWS`: a service's own key in the account, whose policy and grants are the service's. Neither is asked for. */
  readonly manager: 'AWS' | 'CUSTOMER';
  /** `Enabled`, `Disabled`, `PendingDeletion`, …, in the provider's words. */
  readonly state: string;
  readonly origin: string | null;
  readonly usage: string | null;
  readonly createdAt: Instant | null;
  /** When it will be gone, where that is planned. */
  readonly deletionAt: Instant | null;
}

/**
 * kind `resource-policy`, key `<key ARN>|grant|<grant id>`: a grant of KMS. It stands until it is retired or revoked, and no policy
 * shows it (KMS Developer Guide, grants.html).
 */
export interface KmsGrantFact {
  readonly type: 'kms-grant';
  /** ARN of the key. */
  readonly resource: string;
  readonly grantId: string;
  readonly name: string | null;
  /** An ARN, the id of a principal that is gone, or the name of a service. */
  readonly grantee: string;
  /** `Decrypt`, `CreateGrant`, … */
  readonly operations: readonly string[];
  /** As given; empty = none. */
  readonly constraints: JsonObject;
  readonly issuingAccount: string | null;
  readonly retiring: string | null;
  readonly createdAt: Instant | null;
}

/** Whether a fact of the kind `resource-policy` is a grant of KMS, and no policy. */
export function isKmsGrant(value: Json): value is Json & KmsGrantFact {
  return isJsonObject(value) && value['type'] === 'kms-grant';
}

/** kind `provider`, key = ARN: whose certificates IAM Roles Anywhere believes */
export interface TrustAnchorFact {
  readonly type: 'trust-anchor';
  readonly arn: string;
  readonly name: string;
  readonly enabled: boolean;
  /** `AWS_ACM_PCA`, `CERTIFICATE_BUNDLE`, …; `null`: not told. */
  readonly source: string | null;
  readonly createdAt: Instant | null;
}

/** kind `provider`, key = ARN: the roles that a holder of a certificate may ask for through it */
export interface RolesAnywhereProfileFact {
  readonly type: 'roles-anywhere-profile';
  readonly arn: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly roles: readonly string[];
  /** Seconds; `null`: not told. */
  readonly sessionSeconds: number | null;
  /** A policy of its own, or managed policies, narrow its sessions. */
  readonly narrowed: boolean;
  readonly createdAt: Instant | null;
}

/** kind `observation`, key = ARN: somebody who came with a certificate */
export interface RolesAnywhereSubjectFact {
  readonly type: 'roles-anywhere-subject';
  readonly arn: string;
  /** The certificate's subject. */
  readonly name: string;
  readonly enabled: boolean;
  readonly createdAt: Instant | null;
  readonly lastSeenAt: Instant | null;
}

/** kind `observation`, key = ARN: a list of revoked certificates */
export interface RevocationListFact {
  readonly type: 'revocation-list';
  readonly arn: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly trustAnchor: string | null;
}

/** kind `observation`, key = ARN */
export interface AnalyzerFact {
  readonly type: 'analyzer';
  readonly arn: string;
  /** `ACCOUNT`, `ORGANIZATION`, `ACCOUNT_UNUSED_ACCESS`, …: what it looks for, and where. */
  readonly looksFor: string;
  /** Only an `ACTIVE` one keeps its findings current. */
  readonly status: string;
  readonly lastAnalyzedAt: Instant | null;
}

/** kind `observation`, key `<account>|<region>|no-analyzer`: no analyzer is there, so Access Analyzer says nothing, good or bad. */
export interface NoAnalyzerFact {
  readonly type: 'no-analyzer';
  readonly region: string;
}

/** kind `observation`, boundary = that of the analyzer, key `<analyzer ARN>|<finding id>` */
export interface AnalyzerFindingFact {
  readonly type: 'analyzer-finding';
  readonly id: string;
  readonly analyzer: string;
  /** `ExternalAccess`, `UnusedIAMRole`, …; `null`: not told. */
  readonly finding: string | null;
  /** `ACTIVE`, `ARCHIVED` or `RESOLVED`. */
  readonly status: string;
  readonly resource: string | null;
  readonly resourceType: string;
  /** The account that owns the resource: for an analyzer of an organization, any of its accounts. */
  readonly owner: string;
  readonly createdAt: Instant | null;
  readonly updatedAt: Instant | null;
  readonly analyzedAt: Instant | null;
}
