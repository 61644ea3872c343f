import type { NonEmpty } from '../../../src/base/json.ts';
import type { ConnectorCore, Surface } from '../../../src/contract/connector.ts';
import type { BoundaryId, SurfaceId } from '../../../src/model/ids.ts';
import { azureAccesses } from './access/accesses.ts';
import { azureLingers } from './access/lingers.ts';
import { azureAreas } from './areas.ts';
import { azureTaskWords } from './asks.ts';
import { azureHistory } from './history.ts';
import { azureLeftOut } from './left-out.ts';
import { azurePermissionOf, azurePermissions } from './permissions.ts';
import { azureExplaining } from './explaining.ts';
import { azureRemedy } from './remedy.ts';
import { azureRemovables } from './removables.ts';
import { resolveAzure } from './resolve/resolve.ts';
import type { AzureSettings } from './settings.ts';
import { azureSelf } from './self.ts';
import { azureSettings } from './settings.ts';
import { azureBoundaryNames, azureScopes } from './scopes.ts';
import { azureProbe } from './probe/probe.ts';
import { activityTasksSince } from './surfaces/activity/calls.ts';
import { classicAdministrators } from './surfaces/authorization/surfaces.ts';
import { managementGroups, signedIn, subscriptions } from './surfaces/places/surfaces.ts';

const mapped = azureAreas.flatMap((each) => each.surfaces);

/** Where things lie is always read: it tells what to ask of all else, and in which boundary. */
const places: ReadonlySet<SurfaceId> = new Set([subscriptions.id, managementGroups.id]);

function isAsked({ surfaces }: AzureSettings, id: SurfaceId): boolean {
  return places.has(id) || surfaces.some((each) => id === `azure:${each}`);
}

/** What was retired is expected only where it is asked for. Before a subscription is known there is no boundary to speak of. */
function expects(boundary: BoundaryId, settings: AzureSettings): readonly SurfaceId[] {
  if (!boundary.startsWith('azure:') || boundary === signedIn) return [];
  return mapped.map((each) => each.surface.id).filter((id) => id !== classicAdministrators.id || isAsked(settings, id));
}

/** Azure: a boundary is a subscription, `azure:<subscription id>`, or what lies above those of a tenant, `azure:<tenant id>`. */
export const azureCore: ConnectorCore<AzureSettings> = {
  ...azureExplaining,
  surfaces: mapped.map((each) => each.surface) as unknown as NonEmpty<Surface>,
  settings: azureSettings,
  // reads: a bucket of 250 refilled with 25 a second, for each principal and subscription; Resource Graph 15 queries in 5 seconds in all
  // (https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling)
  limits: [
    { service: 'arm', perSecond: 10, concurrency: 4 },
    { service: 'resource-graph', perSecond: 2.5, concurrency: 1, together: true },
    { service: 'activity-log', perSecond: 5, concurrency: 2 },
  ],
  roots: (settings) => azureAreas.flatMap((each) => each.roots?.(settings) ?? []),
  expects,
  asked: (boundary, settings) => expects(boundary, settings).filter((id) => isAsked(settings, id)),
  plan: (seen, stage, settings) =>
    azureAreas.flatMap((each) => each.plan?.(seen, stage, settings) ?? []).filter((task) => isAsked(settings, task.surface)),
  // role assignments are there for the directory's plan
  planSees: [...new Set([...azureAreas.flatMap((each) => each.planSees ?? []), 'attachment' as const])],
  resolve: resolveAzure,
  removables: azureRemovables,
  remedy: azureRemedy,
  scopes: azureScopes,
  boundaryNames: azureBoundaryNames,
  leftOut: azureLeftOut,
  permissions: azurePermissions,
  self: azureSelf,
  permissionOf: azurePermissionOf,
  asks: azureTaskWords,
  accesses: azureAccesses,
  lingers: azureLingers,
  probe: azureProbe,
  logTasks: activityTasksSince,
  history: azureHistory,
};
