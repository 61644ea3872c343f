import type { MappedSurface } from '../../../../src/contract/mapped-surface.ts';
import { mapDelegations } from './delegations.ts';
import { mapOrganization } from './places.ts';
import { mapOrganizationPolicies } from './policies.ts';
import { delegatedAdministrators, organization, resourceControlPolicies, serviceControlPolicies } from './surfaces.ts';

export const organizationSurfaces: readonly MappedSurface[] = [
  { surface: organization, map: mapOrganization },
  { surface: serviceControlPolicies, map: (task, body) => mapOrganizationPolicies(task, body, 'service-control-policy') },
  { surface: resourceControlPolicies, map: (task, body) => mapOrganizationPolicies(task, body, 'resource-control-policy') },
  { surface: delegatedAdministrators, map: mapDelegations },
];
