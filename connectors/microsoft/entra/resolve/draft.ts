import type { ActivationPolicy } from '../../../../src/model/activation-policy.ts';
import type { Identity } from '../../../../src/model/entity.ts';
import type { Evidence } from '../../../../src/model/fact.ts';
import type { BoundaryId, EntityId, FactKey } from '../../../../src/model/ids.ts';
import type { AgentFact } from '../application-facts.ts';
import type { EntraFact, TenantFact } from '../facts.ts';
import type { Directory, Told } from './directory.ts';
import { tripleOf } from './directory.ts';

/** The facts that something is worked out from. */
type Kept = EntraFact | AgentFact;
type Typed = { readonly [K in Kept['type']]: Told<Extract<Kept, { readonly type: K }>>[] };

/** Facts of one tenant, as they come. */
export class Draft {
  readonly identities = new Map<EntityId, Identity>();
  readonly policies = new Map<string, ActivationPolicy>();
  readonly #of: Typed = {
    tenant: [],
    'role-definition': [],
    'role-assignment': [],
    'role-instance': [],
    'role-schedule': [],
    'group-member': [],
    'group-instance': [],
    'group-asked': [],
    unresolved: [],
    group: [],
    owner: [],
    'owners-listed': [],
    application: [],
    'service-principal': [],
    'federated-credential': [],
    'app-role-assignment': [],
    'delegated-grant': [],
    'administrative-unit': [],
    'unit-member': [],
    'package-assignment': [],
    'package-role': [],
    'package-listed': [],
    'access-review': [],
    'access-review-instance': [],
    partner: [],
    'authorization-policy': [],
    agent: [],
  };
  readonly #memberships: (readonly [EntityId, EntityId])[] = [];
  readonly #holders = new Set<string>();

  take(key: FactKey, value: Kept, pages: readonly Evidence[], gone: boolean): void {
    if (value.type === 'group-member') this.#memberships.push([value.member, value.group]);
    else if (value.type === 'group-instance' && value.access === 'member' && value.member === 'direct') {
      this.#memberships.push([value.principal, value.group]);
    } else if (value.type === 'role-assignment') this.#holders.add(tripleOf(value));
    else if (value.type === 'role-instance' && value.member === 'direct') this.#holders.add(tripleOf(value));
    if (gone || !Object.hasOwn(this.#of, value.type)) return;
    (this.#of[value.type] as Told<Kept>[]).push({ key, value, pages });
  }

  done(
    boundary: BoundaryId,
    tenant: string,
    elsewhere: ReadonlySet<EntityId>,
    isRead: Directory['isRead'],
    saidAt: Directory['saidAt'],
  ): Directory {
    const of = this.#of;
    const hasPim = (of.tenant as readonly Told<TenantFact>[])[0]?.value.hasPim ?? null;
    return {
      boundary,
      tenant,
      hasPim,
      identities: this.identities,
      policies: this.policies,
      definitions: new Map(of['role-definition'].map((each) => [each.value.id, each])),
      assignments: of['role-assignment'],
      instances: of['role-instance'],
      schedules: of['role-schedule'],
      groups: new Map(of.group.map((each) => [each.value.group, each])),
      members: of['group-member'],
      groupInstances: of['group-instance'],
      askedPim: new Set(of['group-asked'].flatMap(({ value }) => (value.what === 'pim-assignments' ? [value.group] : []))),
      askedMembers: new Set(of['group-asked'].flatMap(({ value }) => (value.what === 'members' ? [value.group] : []))),
      owners: of.owner,
      applications: of.application,
      servicePrincipals: new Map(of['service-principal'].map((each) => [each.value.servicePrincipal, each])),
      federated: of['federated-credential'],
      appRoles: of['app-role-assignment'],
      consents: of['delegated-grant'],
      units: new Map(of['administrative-unit'].map((each) => [each.value.unit, each.value])),
      unitMembers: of['unit-member'],
      packages: of['package-assignment'],
      packageRoles: of['package-role'],
      packagesListed: new Set(of['package-listed'].map(({ value }) => value.package)),
      partners: of.partner,
      agents: of.agent,
      guestRole: of['authorization-policy'][0]?.value.guestRole ?? null,
      before: { memberships: this.#memberships, holders: this.#holders },
      elsewhere,
      isRead,
      saidAt,
    };
  }
}
