import type { Instant } from '../../../src/base/instant.ts';
import type { EntityId, ScopeId } from '../../../src/model/ids.ts';
import type { PackageAssignmentFact, PackageListedFact, PackageRoleFact } from './package-facts.ts';

/*
 * What facts of the Entra connector hold, where the model has no value of its own. Of the boundary `entra:<tenant id>`; ids as
 * connectors/microsoft/ids.ts makes them, ids of role definitions bare GUIDs in lower case.
 * Kinds of the model: `boundary` (tenant), `identity` (users, guests, groups, service principals, managed identities, applications, agents;
 * soft-deleted ones with `deletedAt`), `credential`, `usage`, `activation-policy` (key: its id), `life-cycle-event`.
 */

/** kind `observation`, key `tenant`: what decides how the rest is read. */
export interface TenantFact {
  readonly type: 'tenant';
  readonly tenant: string;
  readonly name: string | null;
  /** Service plans in force, as `AAD_PREMIUM_P2`; sorted. */
  readonly plans: readonly string[];
  /** Whether Privileged Identity Management is there (Entra ID P2 or Entra ID Governance); `null` = the answer does not tell. */
  readonly hasPim: boolean | null;
  /** Whether sign-in activity is kept (Entra ID P1). */
  readonly hasSignInActivity: boolean | null;
}

/** kind `policy`, key `role|<role definition id>` */
export interface RoleDefinitionFact {
  readonly type: 'role-definition';
  readonly id: string;
  /** The same in every tenant for a built-in role. */
  readonly templateId: string;
  readonly name: string;
  readonly builtIn: boolean;
  readonly enabled: boolean;
  /** Microsoft's own label (beta); `null` = not told. */
  readonly privileged: boolean | null;
  /** Sorted, as given. */
  readonly actions: readonly string[];
  /** Those that only hold under a condition (`$ResourceIsSelf`, `$SubjectIsOwner`), as `<condition>|<action>`, sorted. */
  readonly conditional: readonly string[];
}

/** kind `attachment`, key `assignment|<id>`: `roleAssignments`, where activated rights look like permanent ones. */
export interface RoleAssignmentFact {
  readonly type: 'role-assignment';
  readonly id: string;
  readonly principal: EntityId;
  readonly role: string;
  readonly scope: ScopeId;
  readonly condition: string | null;
}

/** kind `attachment`, key `instance|<eligibility or assignment>|<id>`: what PIM holds to be in force now. */
export interface RoleInstanceFact {
  readonly type: 'role-instance';
  readonly of: 'assignment' | 'eligibility';
  readonly id: string;
  readonly principal: EntityId;
  readonly role: string;
  readonly scope: ScopeId;
  /** Of assignments; an eligibility has `null`. */
  readonly assignment: 'assigned' | 'activated' | null;
  readonly member: 'direct' | 'group' | 'inherited';
  readonly from: Instant | null;
  /** `null`: it has no end. Microsoft's `9999-12-31…` is none either. */
  readonly until: Instant | null;
  /** The assignment behind it (`roleAssignmentOriginId`) and the schedule it comes from. */
  readonly origin: string | null;
  readonly schedule: string | null;
  /** The eligibility that was switched on, by its instance or schedule id; `null` = not told. */
  readonly activatedUsing: string | null;
}

/** kind `attachment`, key `schedule|<eligibility or assignment>|<id>`: current and future, with the request that made it. */
export interface RoleScheduleFact {
  readonly type: 'role-schedule';
  readonly of: 'assignment' | 'eligibility';
  readonly id: string;
  readonly principal: EntityId;
  readonly role: string;
  readonly scope: ScopeId;
  readonly assignment: 'assigned' | 'activated' | null;
  readonly member: 'direct' | 'group' | 'inherited';
  readonly status: string | null;
  readonly createdAt: Instant | null;
  /** The request; `null`: made outside of PIM. */
  readonly createdUsing: string | null;
  readonly from: Instant | null;
  readonly until: Instant | null;
}

/** kind `membership`, key `member|<group>|<member>`: direct members as `/groups/{id}/members` has them, activated ones among them. */
export interface GroupMemberFact {
  readonly type: 'group-member';
  readonly group: EntityId;
  readonly member: EntityId;
}

/** kind `membership`, key `pim|<eligibility or assignment>|<id>`: PIM for Groups, in force now. */
export interface GroupInstanceFact {
  readonly type: 'group-instance';
  readonly of: 'assignment' | 'eligibility';
  readonly id: string;
  readonly group: EntityId;
  readonly principal: EntityId;
  readonly access: 'member' | 'owner';
  readonly assignment: 'assigned' | 'activated' | null;
  readonly member: 'direct' | 'group';
  readonly from: Instant | null;
  readonly until: Instant | null;
}

/**
 * kind `observation`, key `asked|<what>|<group>`: this was asked of the group, and answered. Where it is lacking nothing is known of it, be
 * the list of facts ever so empty; whether a list of several pages was read to its end, the ledger tells.
 */
export interface GroupAskedFact {
  readonly type: 'group-asked';
  readonly group: EntityId;
  readonly what: 'members' | 'pim-assignments' | 'pim-eligibilities';
  /** Of Privileged Identity Management: `false` = the service says that it does not manage this group, so that all its members are listed ones. */
  readonly managed: boolean | null;
}

/**
 * kind `observation`, key `unresolved|<object>`: asked for by id, and not in the answer. Deleted, of another directory, or hidden from the
 * caller. An identity of this id, if there is one, says more.
 */
export interface UnresolvedFact {
  readonly type: 'unresolved';
  readonly object: EntityId;
}

/** kind `observation`, key `group|<group>`: what of a group decides who can change it. */
export interface GroupFact {
  readonly type: 'group';
  readonly group: EntityId;
  readonly roleAssignable: boolean;
  /** Members follow from a rule: whoever can change what the rule reads can join. */
  readonly rule: string | null;
  readonly fromOnPremises: boolean;
  readonly security: boolean;
  readonly mailEnabled: boolean;
  readonly visibility: string | null;
}

/** kind `trust`, key `owner|<object>|<owner>` */
export interface OwnerFact {
  readonly type: 'owner';
  /** A group, an application or a service principal. */
  readonly of: EntityId;
  readonly owner: EntityId;
  /** Left out: an application or a service principal. */
  readonly sort?: 'group';
}

/** kind `observation`, key `owners|<object>`: all owners were listed, and there were so many. */
export interface OwnersListedFact {
  readonly type: 'owners-listed';
  readonly of: EntityId;
  readonly count: number;
}

/** kind `trust`, key `application|<application>`: the registration behind service principals of this `appId`. */
export interface ApplicationFact {
  readonly type: 'application';
  readonly application: EntityId;
  readonly appId: string;
  readonly audience: string | null;
  /** Credentials of service principals of it cannot be added elsewhere (`servicePrincipalLockConfiguration`); `null` = not told. */
  readonly locked: boolean | null;
  /** Agents are made of it; left out of all others. */
  readonly blueprint?: true;
}

/** kind `trust`, key `service-principal|<service principal>` */
export interface ServicePrincipalFact {
  readonly type: 'service-principal';
  readonly servicePrincipal: EntityId;
  readonly appId: string;
  readonly sort: 'application' | 'managed-identity' | 'legacy' | 'social-idp' | 'agent' | 'other';
  /** The tenant that the application is registered in; `null` = none or not told. */
  readonly home: string | null;
  /** Resource ids that a managed identity's `alternativeNames` tell, in lower case. */
  readonly resources: readonly string[];
  /** The roles it offers to others: id to value. */
  readonly appRoles: Readonly<Record<string, string>>;
  readonly assignmentRequired: boolean | null;
  readonly publisher: string | null;
}

/** kind `trust`, key `federated-credential|<application or managed identity>|<id>` */
export interface FederatedCredentialFact {
  readonly type: 'federated-credential';
  readonly id: string;
  readonly of: EntityId;
  readonly name: string;
  readonly issuer: string;
  /** `null`: an expression decides (`expression`), or v1.0 of the API hides it. */
  readonly subject: string | null;
  readonly expression: string | null;
  readonly audiences: readonly string[];
}

/** kind `attachment`, key `app-role|<id>`: an application permission, or an app role given to a user or group. */
export interface AppRoleAssignmentFact {
  readonly type: 'app-role-assignment';
  readonly id: string;
  readonly principal: EntityId;
  readonly principalType: string | null;
  /** The service principal whose role it is. */
  readonly resource: EntityId;
  /** All zeros: access without a role. */
  readonly appRole: string;
  readonly createdAt: Instant | null;
}

/** kind `attachment`, key `consent|<id>`: what a client may do in the name of users. */
export interface DelegatedGrantFact {
  readonly type: 'delegated-grant';
  readonly id: string;
  readonly client: EntityId;
  readonly resource: EntityId;
  /** `null`: for every user of the tenant. */
  readonly principal: EntityId | null;
  /** Sorted. */
  readonly scopes: readonly string[];
}

/** kind `observation`, key `unit|<administrative unit>` */
export interface AdministrativeUnitFact {
  readonly type: 'administrative-unit';
  readonly unit: ScopeId;
  readonly name: string;
  /** Only roles at this unit reach its members. */
  readonly restricted: boolean;
  /** Its members are shown to those alone who hold a permission of its own for that. */
  readonly hidden?: true;
}

/** kind `membership`, key `unit-member|<unit>|<member>` */
export interface UnitMemberFact {
  readonly type: 'unit-member';
  readonly unit: ScopeId;
  readonly member: EntityId;
}

/** kind `observation`, key `review|<id>` */
export interface AccessReviewFact {
  readonly type: 'access-review';
  readonly id: string;
  readonly name: string | null;
  readonly status: string | null;
  readonly scopeQuery: string | null;
  readonly autoApply: boolean | null;
  readonly createdAt: Instant | null;
}

/** kind `observation`, key `review-instance|<review>|<id>`: one time that a review was held. */
export interface AccessReviewInstanceFact {
  readonly type: 'access-review-instance';
  readonly id: string;
  readonly review: string;
  readonly status: string;
}

/** kind `assignment`, key `partner|<id>`: delegated administration by a partner (GDAP). */
export interface PartnerFact {
  readonly type: 'partner';
  readonly id: string;
  readonly partner: string;
  readonly name: string | null;
  readonly status: string;
  readonly roles: readonly string[];
  readonly until: Instant | null;
  readonly extends: boolean;
}

/** kind `observation`, key `permission-grant|authorization-policy`: what users may consent to and invite. */
export interface AuthorizationPolicyFact {
  readonly type: 'authorization-policy';
  readonly userConsentPolicies: readonly string[];
  readonly usersCanRegisterApplications: boolean | null;
  readonly guestInvites: string | null;
  readonly guestRole: string | null;
}

export type EntraFact =
  | TenantFact
  | RoleDefinitionFact
  | RoleAssignmentFact
  | RoleInstanceFact
  | RoleScheduleFact
  | GroupMemberFact
  | GroupInstanceFact
  | GroupAskedFact
  | UnresolvedFact
  | GroupFact
  | OwnerFact
  | OwnersListedFact
  | ApplicationFact
  | ServicePrincipalFact
  | FederatedCredentialFact
  | AppRoleAssignmentFact
  | DelegatedGrantFact
  | AdministrativeUnitFact
  | UnitMemberFact
  | PackageAssignmentFact
  | PackageListedFact
  | PackageRoleFact
  | AccessReviewFact
  | AccessReviewInstanceFact
  | PartnerFact
  | AuthorizationPolicyFact;
