import type { Instant } from '../../../src/base/instant.ts';
import type { EntityId } from '../../../src/model/ids.ts';

/*
 * What facts of the Entra connector hold about applications beside those of facts.ts: what joins several answers into one, or says that an
 * answer is not whole.
 */

/** kind `observation`, key `federated-unclear|<application>`: the list does not tell all federated credentials of it, which must be asked. */
export interface FederatedUnclearFact {
  readonly type: 'federated-unclear';
  readonly of: EntityId;
}

/** kind `observation`, key `owners-unclear|<object>`: the list may not tell all owners of it, which must be asked. */
export interface OwnersUnclearFact {
  readonly type: 'owners-unclear';
  readonly of: EntityId;
  readonly sort: 'application' | 'service-principal';
}

/** kind `credential-detail`, key `last-use|<id of the report's row>`: when a secret or certificate was last used. */
export interface CredentialUseFact {
  readonly type: 'last-use';
  /** The credential's id. */
  readonly key: string;
  readonly lastUsed: Instant | null;
}

/** kind `observation`, key `app-activity|<app id>`: when the service principal of an application was last used in the tenant. */
export interface AppActivityFact {
  readonly type: 'app-activity';
  readonly appId: string;
  /** As a client, by itself or for a user, or as what others call. */
  readonly lastUsed: Instant | null;
  /** By itself, without a user. */
  readonly asItself: Instant | null;
}

/** kind `trust`, key `agent|<agent>`: an agent's identity. Who holds its blueprint gets tokens for it. */
export interface AgentFact {
  readonly type: 'agent';
  readonly agent: EntityId;
  /** The `appId` of the blueprint; `null` = not told. */
  readonly blueprint: string | null;
}

/** kind `observation`, key `sponsor|<agent>|<sponsor>`: who answers for an agent. */
export interface SponsorFact {
  readonly type: 'sponsor';
  readonly of: EntityId;
  readonly sponsor: EntityId;
}

/** kind `observation`, key `permission-grant|<policy>`: which consents are allowed to those to whom the policy is assigned. */
export interface PermissionGrantPolicyFact {
  readonly type: 'permission-grant-policy';
  readonly id: string;
  readonly name: string | null;
  readonly includes: readonly PermissionGrantCondition[];
  readonly excludes: readonly PermissionGrantCondition[];
}

export interface PermissionGrantCondition {
  /** `application`, `delegated`, `delegatedUserConsentable`; `null` = not told. */
  readonly permissionType: string | null;
  /** Ids of permissions, or `all`; sorted. */
  readonly permissions: readonly string[];
  /** `low`, `medium`, `high`, `all`; `null` = not told. */
  readonly classification: string | null;
  /** The `appId` of the resource, or `any`; `null` = not told. */
  readonly resource: string | null;
  readonly verifiedPublishersOnly: boolean | null;
}

/** kind `observation`, key `partner-of|<id>`: a relationship in which this tenant is the partner: its powers are in the customer's tenant. */
export interface PartnerOfFact {
  readonly type: 'partner-of';
  readonly id: string;
  readonly customer: string;
  readonly name: string | null;
  readonly status: string;
  readonly roles: readonly string[];
  readonly until: Instant | null;
}

export type ApplicationDetailFact =
  | FederatedUnclearFact
  | OwnersUnclearFact
  | CredentialUseFact
  | AppActivityFact
  | AgentFact
  | SponsorFact
  | PermissionGrantPolicyFact
  | PartnerOfFact;
