import type { ActivationPolicy } from '../../../../src/model/activation-policy.ts';
import type { Identity } from '../../../../src/model/entity.ts';
import type { Evidence } from '../../../../src/model/fact.ts';
import type { BoundaryId, EntityId, FactKey, ScopeId } from '../../../../src/model/ids.ts';
import type { AgentFact } from '../application-facts.ts';
import type {
  AdministrativeUnitFact,
  ApplicationFact,
  AppRoleAssignmentFact,
  DelegatedGrantFact,
  FederatedCredentialFact,
  GroupFact,
  GroupInstanceFact,
  GroupMemberFact,
  OwnerFact,
  PartnerFact,
  RoleAssignmentFact,
  RoleDefinitionFact,
  RoleInstanceFact,
  RoleScheduleFact,
  ServicePrincipalFact,
  UnitMemberFact,
} from '../facts.ts';
import type { PackageAssignmentFact, PackageRoleFact } from '../package-facts.ts';
import type { EntraSurfaceName } from '../surface-names.ts';

/** A value with the pages that tell it. */
export interface Told<T> {
  readonly key: FactKey;
  readonly value: T;
  readonly pages: readonly Evidence[];
}

/** What the facts of one tenant come to, by sort; nothing is joined yet. */
export interface Directory {
  readonly boundary: BoundaryId;
  readonly tenant: string;
  /** Whether Privileged Identity Management is there; `null` = not told. */
  readonly hasPim: boolean | null;
  readonly identities: ReadonlyMap<EntityId, Identity>;
  readonly policies: ReadonlyMap<string, ActivationPolicy>;
  readonly definitions: ReadonlyMap<string, Told<RoleDefinitionFact>>;
  readonly assignments: readonly Told<RoleAssignmentFact>[];
  readonly instances: readonly Told<RoleInstanceFact>[];
  readonly schedules: readonly Told<RoleScheduleFact>[];
  readonly groups: ReadonlyMap<EntityId, Told<GroupFact>>;
  readonly members: readonly Told<GroupMemberFact>[];
  readonly groupInstances: readonly Told<GroupInstanceFact>[];
  /** Groups of which Privileged Identity Management was asked for assignments, and answered. */
  readonly askedPim: ReadonlySet<EntityId>;
  /** Groups that were asked for their members, and answered. */
  readonly askedMembers: ReadonlySet<EntityId>;
  readonly owners: readonly Told<OwnerFact>[];
  readonly applications: readonly Told<ApplicationFact>[];
  readonly servicePrincipals: ReadonlyMap<EntityId, Told<ServicePrincipalFact>>;
  readonly federated: readonly Told<FederatedCredentialFact>[];
  readonly appRoles: readonly Told<AppRoleAssignmentFact>[];
  readonly consents: readonly Told<DelegatedGrantFact>[];
  readonly units: ReadonlyMap<ScopeId, AdministrativeUnitFact>;
  readonly unitMembers: readonly Told<UnitMemberFact>[];
  readonly packages: readonly Told<PackageAssignmentFact>[];
  readonly packageRoles: readonly Told<PackageRoleFact>[];
  /** Access packages of which all that they give was told. */
  readonly packagesListed: ReadonlySet<string>;
  readonly partners: readonly Told<PartnerFact>[];
  readonly agents: readonly Told<AgentFact>[];
  /** What guests may see, by the id of a role; `null` = not told. */
  readonly guestRole: string | null;
  /** The same, what is taken away among them: for what was read because they were there. */
  readonly before: { readonly memberships: readonly (readonly [EntityId, EntityId])[]; readonly holders: ReadonlySet<string> };
  /** Objects of this tenant that facts of other boundaries give something to. */
  readonly elsewhere: ReadonlySet<EntityId>;
  isRead(surface: EntraSurfaceName): boolean;
  /** When a page speaks for, epoch milliseconds; `undefined` = not known. */
  saidAt(evidence: readonly Evidence[]): number | undefined;
}

/** Who holds a role where: rows about the same three are one thing to a person. */
export function tripleOf(row: { readonly principal: EntityId; readonly role: string; readonly scope: ScopeId }): string {
  return `${row.principal}|${row.role}|${row.scope}`;
}
