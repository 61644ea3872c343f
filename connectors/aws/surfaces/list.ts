import type { MappedSurface } from '../../../src/contract/mapped-surface.ts';
import { accountSurface } from './account.ts';
import { authorizationDetails, mapAuthorizationDetails } from './authorization-details.ts';
import { callerIdentity, mapCallerIdentity } from './caller-identity.ts';
import { credentialReport, mapCredentialReport } from './credential-report.ts';
import { identityCenterSurfaces } from './identity-center/list.ts';
import { organizationSurfaces } from './organization/list.ts';
import { mapProbes, probes } from './probes.ts';
import { regionalSurfaces } from './regional/list.ts';
import { mapResourcePolicies, resourcePolicies } from './resource-policies.ts';
import { mapRoleSettings, roleSettings } from './role-settings.ts';
import { trailSurfaces } from '../trail/list.ts';
import { usersSurfaces } from './users/list.ts';

/** Every surface, with what reads its pages. */
export const mappedSurfaces: readonly MappedSurface[] = [
  { surface: authorizationDetails, map: mapAuthorizationDetails },
  { surface: credentialReport, map: mapCredentialReport },
  { surface: roleSettings, map: mapRoleSettings },
  { surface: callerIdentity, map: mapCallerIdentity },
  { surface: accountSurface, map: null },
  { surface: resourcePolicies, map: mapResourcePolicies },
  { surface: probes, map: mapProbes },
  ...usersSurfaces,
  ...organizationSurfaces,
  ...identityCenterSurfaces,
  ...regionalSurfaces,
  ...trailSurfaces,
];
