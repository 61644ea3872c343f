import type { NonEmpty } from '../../src/base/json.ts';
import type { ConnectorCore, Surface } from '../../src/contract/connector.ts';
import type { BoundaryId, SurfaceId } from '../../src/model/ids.ts';
import { awsAccesses } from './access/list.ts';
import { awsLingers } from './access/lingers.ts';
import { roleSessionLimit } from './access/session-limit.ts';
import { awsProbe } from './access/probe/list.ts';
import { callOf } from './calls/list.ts';
import { awsDumps } from './dumps.ts';
import { awsTelling } from './explaining.ts';
import { withAbsence } from './history/absence.ts';
import { awsHistory } from './history/history.ts';
import { accountOf, isInstance } from './identity.ts';
import { awsLeftOut } from './left-out.ts';
import { mapAws } from './map.ts';
import { awsPermissions } from './permissions.ts';
import { accountNames } from './places.ts';
import { accountScopes } from './scopes.ts';
import { plan, planSees } from './plan/list.ts';
import { asksOrganization } from './plan/organization.ts';
import { awsRemedy } from './remedy.ts';
import { awsCredentials } from './resolve/credentials.ts';
import { awsRemovables } from './resolve/removables.ts';
import { resolveAws } from './resolve/resolve.ts';
import type { AwsSettings, LiveSurface } from './settings.ts';
import { accountSurfaces, awsSettings, sharedSurfaces } from './settings.ts';
import { callerBoundary, callerIdentity } from './surfaces/caller-identity.ts';
import { expectedOfInstance } from './surfaces/identity-center/list.ts';
import { mappedSurfaces } from './surfaces/list.ts';
import { cloudTrailTasks } from './trail/tasks.ts';
import { awsTaskWords } from './task-words.ts';

/** What every report of an account speaks of, read or not. */
const expected: readonly SurfaceId[] = [
  'aws:authorization-details',
  'aws:credential-report',
  'aws:role-settings',
  'aws:service-control-policies',
  'aws:resource-control-policies',
  'aws:resource-policies',
  'aws:secrets',
];

/** What is asked once for all accounts is told of each where it was asked of none: where it was, the ledger expects it there alone. */
const ofAccount: readonly LiveSurface[] = [...accountSurfaces, ...sharedSurfaces];

/** AWS: a boundary is an account, `aws:<twelve digits>`, or an instance of IAM Identity Center, `aws:identity-center/<instance id>`. */
export const awsCore: ConnectorCore<AwsSettings> = {
  ...awsTelling,
  map: mapAws,
  surfaces: mappedSurfaces.map((each) => withAbsence(each.surface)) as unknown as NonEmpty<Surface>,
  settings: awsSettings,
  // IAM publishes no figures; 5 a second and 2 at once in one account stay below the throttling that people report. AWS Organizations'
  // user guide (orgs_reference_limits.html) gives DescribePolicy 2 a second and the lists of services 1. IAM Identity Center
  // allows 20 a second for everybody (quotas page of its user guide); IAM Roles Anywhere 1 a second for each family of calls.
  limits: [
    { service: 'iam', perSecond: 5, concurrency: 2 },
    { service: 'sts', perSecond: 5, concurrency: 2 },
    { service: 'organizations', perSecond: 5, concurrency: 2 },
    { service: 'organizations-policies', perSecond: 2, concurrency: 1 },
    { service: 'organizations-services', perSecond: 1, concurrency: 1 },
    { service: 'identity-center', perSecond: 8, concurrency: 4 },
    { service: 'rolesanywhere', perSecond: 1, concurrency: 1 },
    { service: 'regional', perSecond: 5, concurrency: 2 },
    // LookupEvents: two a second in one account and region (CloudTrail API reference)
    { service: 'cloudtrail-events', perSecond: 2, concurrency: 1 },
  ],
  roots: (settings) => [{ boundary: callerBoundary, surface: callerIdentity.id, args: { organization: asksOrganization(settings) } }],
  expects: (boundary: BoundaryId) => (isInstance(boundary) ? expectedOfInstance : accountOf(boundary) === undefined ? [] : expected),
  asked: (boundary, { surfaces }) => {
    if (isInstance(boundary)) return expectedOfInstance.filter((id) => surfaces.some((each) => id === `aws:${each}`));
    return accountOf(boundary) === undefined ? [] : ofAccount.filter((each) => surfaces.includes(each)).map((each) => `aws:${each}`);
  },
  plan,
  planSees,
  credentials: awsCredentials,
  resolve: resolveAws,
  removables: awsRemovables,
  leftOut: awsLeftOut,
  boundaryNames: accountNames,
  scopes: accountScopes,
  permissions: awsPermissions,
  permissionOf: (task) => callOf(task)?.actions ?? [],
  asks: awsTaskWords,
  remedy: awsRemedy,
  dumps: awsDumps,
  logTasks: cloudTrailTasks,
  history: awsHistory,
  accesses: awsAccesses,
  lingers: awsLingers,
  sessionLimit: roleSessionLimit,
  probe: awsProbe,
};
