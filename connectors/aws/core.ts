import type { Json } from '../../src/base/json.ts';
import type { ConnectorCore, Mapped } from '../../src/contract/connector.ts';
import type { BoundaryId, SurfaceId } from '../../src/model/ids.ts';
import type { Task } from '../../src/model/page.ts';
import { awsDumps } from './dumps.ts';
import { accountOf } from './identity.ts';
import { awsRemedy } from './remedy.ts';
import { resolveAws } from './resolve/resolve.ts';
import type { AwsSettings } from './settings.ts';
import { awsSettings } from './settings.ts';
import { accountSurface } from './surfaces/account.ts';
import { authorizationDetails, mapAuthorizationDetails } from './surfaces/authorization-details.ts';
import { callerBoundary, callerIdentity, mapCallerIdentity } from './surfaces/caller-identity.ts';
import { credentialReport, mapCredentialReport } from './surfaces/credential-report.ts';
import { accessKeys, resourceControlPolicies, resourcePolicies, serviceControlPolicies, unreadSurfaces } from './surfaces/not-read-yet.ts';
import { mapOrganization, organization } from './surfaces/organization.ts';
import { mapOrganizationPolicies } from './surfaces/organization-policies.ts';
import { mapResourcePolicies } from './surfaces/resource-policies.ts';
import { mapRoleSettings, roleSettings } from './surfaces/role-settings.ts';

const expected: readonly SurfaceId[] = [authorizationDetails, credentialReport, roleSettings, ...unreadSurfaces].map((each) => each.id);

/** AWS: the boundary is the account, `aws:<twelve digits>`. */
export const awsCore: ConnectorCore<AwsSettings> = {
  id: 'aws',
  mapping: 1,
  surfaces: [
    authorizationDetails,
    credentialReport,
    roleSettings,
    callerIdentity,
    accountSurface,
    accessKeys,
    organization,
    ...unreadSurfaces,
  ],
  settings: awsSettings,
  // IAM publishes no figures; 5 a second and 2 at once in one account stay below the throttling that people report.
  limits: [
    { service: 'iam', perSecond: 5, concurrency: 2 },
    { service: 'sts', perSecond: 5, concurrency: 2 },
  ],
  roots: (settings) => [
    { boundary: callerBoundary, surface: callerIdentity.id, args: { surfaces: [...new Set(settings.surfaces)].sort() } },
  ],
  expects: (boundary: BoundaryId) => (accountOf(boundary) === undefined ? [] : expected),
  map,
  resolve: (facts, asOf, settings, without) => resolveAws(facts, asOf, settings, without),
  remedy: awsRemedy,
  dumps: awsDumps,
};

function map(task: Task, body: Json): Mapped {
  switch (task.surface) {
    case authorizationDetails.id:
      return mapAuthorizationDetails(task, body);
    case credentialReport.id:
      return mapCredentialReport(task, body);
    case roleSettings.id:
      return mapRoleSettings(task, body);
    case callerIdentity.id:
      return mapCallerIdentity(task, body);
    case organization.id:
      return mapOrganization(task, body);
    case serviceControlPolicies.id:
      return mapOrganizationPolicies(task, body, 'service-control-policy');
    case resourceControlPolicies.id:
      return mapOrganizationPolicies(task, body, 'resource-control-policy');
    case resourcePolicies.id:
      return mapResourcePolicies(task, body);
    default: {
      const detail = `pages of ${task.surface} are not understood by this version`;
      return { facts: [], gaps: [{ boundary: task.boundary, surface: task.surface, cause: 'unsupported', detail }] };
    }
  }
}
