import type { NonEmpty } from '../../../src/base/json.ts';
import type { ConnectorCore, Surface } from '../../../src/contract/connector.ts';
import type { BoundaryId, SurfaceId } from '../../../src/model/ids.ts';
import { entraAccesses } from './access/accesses.ts';
import { entraLingers } from './access/lingers.ts';
import { entraAreas } from './areas.ts';
import { entraTaskWords } from './asks.ts';
import { tenantNames } from './boundary-names.ts';
import { entraCredentials, entraUsages } from './credentials.ts';
import { entraExplaining } from './explaining.ts';
import { entraHistory } from './history/history.ts';
import { entraPermissionOf, entraPermissions } from './permissions.ts';
import { entraRemedy } from './remedy.ts';
import { entraRemovables } from './removables.ts';
import { resolveEntra } from './resolve/resolve.ts';
import type { EntraSettings } from './settings.ts';
import { entraSelf } from './self.ts';
import { entraSettings } from './settings.ts';
import { probe } from './probe/surface.ts';
import { entraProbe } from './probe/probe.ts';
import { auditTasksSince } from './surfaces/audit/plan.ts';
import { accessReviewDecisions } from './surfaces/governance/surfaces.ts';
import { groupsLeftOut } from './surfaces/groups/left-out.ts';
import { organization, signedIn } from './surfaces/organization/surface.ts';

const mapped = entraAreas.flatMap((each) => each.surfaces);

function isAsked({ surfaces }: EntraSettings, id: SurfaceId): boolean {
  return surfaces.some((each) => id === `entra:${each}`);
}

/** Before it is known which tenant it is, nothing but that is asked. What proves that something is gone is no part of a scan. */
function expected(boundary: BoundaryId, settings: EntraSettings): readonly SurfaceId[] {
  if (boundary === signedIn) return [organization.id];
  if (!boundary.startsWith('entra:')) return [];
  // decisions of reviews add to what the audit log tells: what the log is enough for does not wait for them where nobody named them
  const isExpected = (id: SurfaceId): boolean => id !== probe.id && (id !== accessReviewDecisions.id || isAsked(settings, id));
  return mapped.map((each) => each.surface.id).filter(isExpected);
}

/** Entra ID: a boundary is a tenant, `entra:<tenant id>`. */
export const entraCore: ConnectorCore<EntraSettings> = {
  ...entraExplaining,
  surfaces: mapped.map((each) => each.surface) as unknown as NonEmpty<Surface>,
  settings: entraSettings,
  // facts of docs/entra.md: the identity and access service counts resource units (8,000 in 10 seconds for a large tenant), reports and
  // audit logs allow 5 requests in 10 seconds (https://learn.microsoft.com/graph/throttling-limits)
  limits: [
    { service: 'directory', perSecond: 40, concurrency: 8 },
    { service: 'reports', perSecond: 0.45, concurrency: 1 },
    { service: 'governance', perSecond: 10, concurrency: 4 },
  ],
  roots: (settings) => entraAreas.flatMap((each) => each.roots?.(settings) ?? []),
  expects: expected,
  asked: (boundary, settings) => expected(boundary, settings).filter((id) => id === organization.id || isAsked(settings, id)),
  plan: (seen, stage, settings) =>
    entraAreas.flatMap((each) => each.plan?.(seen, stage, settings) ?? []).filter((task) => isAsked(settings, task.surface)),
  // groups that hold something in Azure are of interest as any others that hold something
  planAfter: [{ connector: 'azure', kinds: ['attachment'] }],
  planSees: [...new Set(entraAreas.flatMap((each) => each.planSees ?? []))],
  resolve: resolveEntra,
  removables: entraRemovables,
  boundaryNames: tenantNames,
  remedy: entraRemedy,
  credentials: entraCredentials,
  usages: entraUsages,
  permissions: entraPermissions,
  self: entraSelf,
  permissionOf: entraPermissionOf,
  asks: entraTaskWords,
  accesses: entraAccesses,
  lingers: entraLingers,
  probe: entraProbe,
  logTasks: auditTasksSince,
  history: entraHistory,
  leftOut: groupsLeftOut,
};
