import type { NonEmpty } from '../../../src/base/json.ts';
import type { ConnectorCore, Surface } from '../../../src/contract/connector.ts';
import type { SurfaceId } from '../../../src/model/ids.ts';
import { mapWith } from '../map-with.ts';
import { azureAreas } from './areas.ts';
import { resolveAzure } from './resolve/resolve.ts';
import type { AzureSettings } from './settings.ts';
import { azureSettings } from './settings.ts';

const mapped = azureAreas.flatMap((each) => each.surfaces);

function isAsked({ surfaces }: AzureSettings, id: SurfaceId): boolean {
  return surfaces.some((each) => id === `azure:${each}`);
}

/** Azure: a boundary is a subscription, `azure:<subscription id>`, or what lies above those of a tenant, `azure:<tenant id>`. */
export const azureCore: ConnectorCore<AzureSettings> = {
  id: 'azure',
  mapping: 1,
  surfaces: mapped.map((each) => each.surface) as unknown as NonEmpty<Surface>,
  settings: azureSettings,
  // reads: a bucket of 250 refilled with 25 a second, for each principal and subscription; Resource Graph 15 queries in 5 seconds
  // (https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling)
  limits: [
    { service: 'arm', perSecond: 10, concurrency: 4 },
    { service: 'resource-graph', perSecond: 2.5, concurrency: 1 },
    { service: 'activity-log', perSecond: 5, concurrency: 2 },
  ],
  roots: (settings) => azureAreas.flatMap((each) => each.roots?.(settings) ?? []),
  expects: (boundary) => (boundary.startsWith('azure:') ? mapped.map((each) => each.surface.id) : []),
  asked: (boundary, settings) =>
    boundary.startsWith('azure:') ? mapped.map((each) => each.surface.id).filter((id) => isAsked(settings, id)) : [],
  map: mapWith(mapped),
  plan: (seen, stage, settings) =>
    azureAreas.flatMap((each) => each.plan?.(seen, stage, settings) ?? []).filter((task) => isAsked(settings, task.surface)),
  planSees: [...new Set(azureAreas.flatMap((each) => each.planSees ?? []))],
  resolve: resolveAzure,
};
