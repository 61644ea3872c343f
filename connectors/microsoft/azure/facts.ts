import type { Instant } from '../../../src/base/instant.ts';
import type { EntityId, ScopeId } from '../../../src/model/ids.ts';

/*
 * What facts of the Azure connector hold, where the model has no value of its own. Boundaries: `azure:<subscription id>`, and
 * `azure:<tenant id>` for the root scope and management groups. Principals are `entra/<tenant>/<object id>` (connectors/microsoft/ids.ts);
 * ids of role definitions are bare GUIDs in lower case. A row that is listed in several boundaries (inherited) is a fact of the boundary
 * that its scope lies in, whoever listed it.
 */

/** kind `observation`, key `subscription|<id>`, of the subscription's own boundary */
export interface SubscriptionFact {
  readonly type: 'subscription';
  readonly subscription: string;
  readonly name: string | null;
  /** `Enabled`, `Warned`, `PastDue`, `Disabled`, `Deleted`. */
  readonly state: string;
  readonly tenant: string;
  /** Tenants that manage it by Azure Lighthouse. */
  readonly managedBy: readonly string[];
}

/** kind `observation`, key `parent|<scope>`, of the tenant's boundary: where a management group or a subscription lies. */
export interface ParentFact {
  readonly type: 'parent';
  readonly scope: ScopeId;
  readonly parent: ScopeId;
  readonly kind: 'management-group' | 'subscription';
  readonly name: string | null;
}

export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
  /** Narrows what it gives, or denies, whoever has it. Left out: not told. */
  readonly condition?: string | null;
}

/** kind `policy`, key `role|<role definition id>`, of the tenant's boundary */
export interface AzureRoleFact {
  readonly type: 'role-definition';
  readonly id: string;
  readonly name: string;
  readonly custom: boolean;
  readonly permissions: readonly Permission[];
}

/** kind `attachment`, key `assignment|<resource id in lower case>`; Resource Graph and ARM tell the same thing by the same key. */
export interface AzureAssignmentFact {
  readonly type: 'role-assignment';
  readonly id: string;
  readonly principal: EntityId;
  readonly principalType: string | null;
  readonly role: string;
  readonly scope: ScopeId;
  readonly condition: string | null;
  readonly createdAt: Instant | null;
  readonly createdBy: string | null;
  /** Resource Graph is an index that lags; ARM overrides it. */
  readonly toldBy: 'arm' | 'resource-graph';
}

/** kind `attachment`, key `instance|<eligibility or assignment>|<resource id in lower case>` */
export interface AzureInstanceFact {
  readonly type: 'role-instance';
  readonly of: 'assignment' | 'eligibility';
  readonly id: string;
  readonly principal: EntityId;
  readonly principalType: string | null;
  readonly role: string;
  readonly scope: ScopeId;
  readonly assignment: 'assigned' | 'activated' | null;
  readonly member: 'direct' | 'group' | 'inherited';
  readonly status: string | null;
  readonly from: Instant | null;
  readonly until: Instant | null;
  /** Resource id in lower case of the role assignment behind it. */
  readonly origin: string | null;
  readonly schedule: string | null;
  readonly linkedEligibility: string | null;
  readonly condition: string | null;
}

/** kind `attachment`, key `request|<eligibility or assignment>|<resource id in lower case>`: current and future schedules' requests. */
export interface AzureScheduleFact {
  readonly type: 'role-schedule';
  readonly of: 'assignment' | 'eligibility';
  readonly id: string;
  readonly principal: EntityId;
  readonly role: string;
  readonly scope: ScopeId;
  readonly assignment: 'assigned' | 'activated' | null;
  readonly status: string | null;
  readonly createdAt: Instant | null;
  readonly from: Instant | null;
  readonly until: Instant | null;
}

/** kind `limiter`, key `deny|<resource id in lower case>` */
export interface DenyAssignmentFact {
  readonly type: 'deny-assignment';
  readonly id: string;
  readonly name: string;
  readonly scope: ScopeId;
  readonly notToChildren: boolean;
  readonly permissions: readonly Permission[];
  /** `everyone` stands for all. */
  readonly principals: readonly (EntityId | 'everyone')[];
  readonly excluded: readonly EntityId[];
  readonly condition: string | null;
}

/** kind `workload`, key `carrier|<resource id>`: a resource that acts as identities. */
export interface CarrierFact {
  readonly type: 'carrier';
  readonly resource: ScopeId;
  /** `microsoft.compute/virtualmachines` */
  readonly sort: string;
  readonly name: string;
  /** System-assigned: its principal. User-assigned: by the resource id of the identity, and its principal where that is told. */
  readonly identities: readonly { readonly principal: EntityId | null; readonly identity: ScopeId | null }[];
}

/** kind `trust`, key `managed-identity|<resource id>`: a user-assigned identity. */
export interface ManagedIdentityFact {
  readonly type: 'managed-identity';
  readonly resource: ScopeId;
  readonly name: string;
  readonly principal: EntityId;
  readonly clientId: string | null;
}

/** kind `trust`, key `federated-credential|<resource id>` */
export interface AzureFederatedCredentialFact {
  readonly type: 'federated-credential';
  readonly id: string;
  /** Resource id of the user-assigned identity. */
  readonly of: ScopeId;
  readonly name: string;
  readonly issuer: string;
  readonly subject: string | null;
  readonly expression: string | null;
  readonly audiences: readonly string[];
}

/** kind `resource-policy`, key `vault|<resource id>`: a key vault; `policies` is `null` where Azure roles decide instead. */
export interface VaultFact {
  readonly type: 'vault';
  readonly resource: ScopeId;
  readonly policies:
    readonly { readonly principal: EntityId; readonly secrets: readonly string[]; readonly keys: readonly string[] }[] | null;
}

/** kind `workload`, key `cluster|<resource id>`: a managed Kubernetes cluster. */
export interface ClusterFact {
  readonly type: 'cluster';
  readonly resource: ScopeId;
  readonly name: string;
  /** People sign in to it with Entra ID. */
  readonly entra: boolean;
  /** Roles of Azure decide what they may do in it. */
  readonly azureRoles: boolean;
  /** It hands out credentials of its own. */
  readonly localAccounts: boolean;
  /** It runs commands for whoever may ask Azure for that. */
  readonly commands: boolean;
  /** What its nodes act as: by the resource id of the identity, and its principal; `null`: not told, or a service principal. */
  readonly nodes: { readonly identity: ScopeId | null; readonly principal: EntityId | null } | null;
  /** Application id of the service principal that it acts as, whose secret lies on its nodes; `null`: it has identities instead. */
  readonly application: string | null;
  /** The resource group that its nodes are in; `null`: not told. */
  readonly nodeGroup: ScopeId | null;
  /** Of the tokens of its service accounts; `null`: it is no issuer. */
  readonly issuer: string | null;
}

/** kind `attachment`, key `classic|<name>`: a classic administrator. */
export interface ClassicAdministratorFact {
  readonly type: 'classic-administrator';
  readonly name: string;
  readonly role: string;
}

/** kind `attachment`, key `lighthouse|<resource id>`: another tenant manages by delegation. */
export interface LighthouseFact {
  readonly type: 'lighthouse';
  readonly id: string;
  readonly scope: ScopeId;
  readonly tenant: string;
  readonly tenantName: string | null;
  readonly authorizations: readonly {
    readonly principal: EntityId;
    readonly principalName: string | null;
    readonly role: string;
    readonly eligible: boolean;
    readonly longestMs: number | null;
    readonly approvers: readonly EntityId[];
  }[];
}

export type AzureFact =
  | SubscriptionFact
  | ParentFact
  | AzureRoleFact
  | AzureAssignmentFact
  | AzureInstanceFact
  | AzureScheduleFact
  | DenyAssignmentFact
  | CarrierFact
  | ManagedIdentityFact
  | AzureFederatedCredentialFact
  | VaultFact
  | ClusterFact
  | ClassicAdministratorFact
  | LighthouseFact;
