import type { FactOfKind } from '../../../src/model/fact.ts';
import type { BoundaryId } from '../../../src/model/ids.ts';
import type { OrganizationPolicyType } from '../facts.ts';
import type { ToldPlace } from '../places.ts';
import { placesOf } from '../places.ts';
import { isProtectedAction } from '../policy/protected-services.ts';
import type { Membership } from '../rights/caller.ts';
import type { PolicyDocuments } from '../rights/documents.ts';
import type { Controls } from './controls.ts';
import type { Delegation, Delegations } from './delegation.ts';
import { OrganizationPolicies, uncontrolled, unreadControls } from './controls.ts';

/** Where an account sits, as far as it was read. */
export interface Place {
  /** `none`: in no organization. `unread`: not told. */
  readonly role: 'management' | 'member' | 'none' | 'unread';
  readonly membership: Membership | null | undefined;
  /** Whether it acts for its organization; told of members. */
  readonly delegation: Delegation;
  /** They bind the account's principals. */
  readonly services: Controls;
  /** They bind the account's resources. */
  readonly resources: Controls;
}

const undelegated: Delegation = { administers: 'unread', services: [], policy: 'unread' };
const unread: Place = {
  role: 'unread',
  membership: undefined,
  delegation: undelegated,
  services: unreadControls['service-control-policy'],
  resources: unreadControls['resource-control-policy'],
};

export interface Organizations {
  placeOf(account: string): Place;
}

/** Reads where accounts sit and which policies of their organizations bind them. */
export function readOrganizations(
  limiters: readonly FactOfKind<'limiter'>[],
  documents: PolicyDocuments,
  delegations: Delegations,
): Organizations {
  const told = placesOf(limiters);
  const policies = new Map<BoundaryId, OrganizationPolicies>();
  for (const fact of limiters) {
    let above = policies.get(fact.boundary);
    if (above === undefined) policies.set(fact.boundary, (above = new OrganizationPolicies(documents)));
    above.add(fact);
  }
  const none = new OrganizationPolicies(documents);
  const known = new Map<string, Place>();
  return {
    placeOf(account) {
      let place = known.get(account);
      if (place === undefined) {
        const organization = told.get(account)?.organization;
        const above =
          typeof organization === 'object' && organization !== null ? policies.get(`aws:${organization.managementAccount}`) : none;
        known.set(account, (place = placeIn(account, told.get(account), above ?? none, delegations)));
      }
      return place;
    },
  };
}

function placeIn(account: string, told: ToldPlace | undefined, policies: OrganizationPolicies, delegations: Delegations): Place {
  // one for each account: what is worked out for an account is kept with its place
  if (told?.organization === undefined) return { ...unread };
  const free = { delegation: undelegated, services: uncontrolled, resources: uncontrolled };
  if (told.organization === null) return { role: 'none', membership: null, ...free };
  const { id, managementAccount } = told.organization;
  const above = told.path?.filter((node) => node !== account);
  const membership = { organization: id, path: above === undefined ? undefined : `${[id, ...above].join('/')}/` };
  if (managementAccount === account) return { role: 'management', membership, ...free };
  const controls = (type: OrganizationPolicyType): Controls => policies.controls(type, told.path);
  return {
    role: 'member',
    membership,
    delegation: delegations.of(account, id),
    services: controls('service-control-policy'),
    resources: controls('resource-control-policy'),
  };
}

/** Whether resource control policies bear upon an action. */
export function isProtected(action: string): boolean {
  return isProtectedAction(action.toLowerCase(), action.slice(0, action.indexOf(':')));
}

/** Service-linked roles are bound by neither kind of policy (IAM User Guide, id_roles_create-service-linked-role.html). */
export function isServiceLinked(arn: string): boolean {
  return arn.includes(':role/aws-service-role/');
}
