import type { JsonObject } from '../../../src/base/json.ts';
import { byCodeUnit } from '../../../src/base/order.ts';
import type { PermissionDocument } from '../../../src/contract/connector.ts';
import type { SurfaceId } from '../../../src/model/ids.ts';
import type { Task } from '../../../src/model/page.ts';
import { azureCallOf, azureCalls } from './asks.ts';
import type { AzureSettings } from './settings.ts';
import { activityLog } from './surfaces/activity/surface.ts';
import { rootAssignments } from './surfaces/authorization/surfaces.ts';
import { managementGroups, subscriptions } from './surfaces/places/surfaces.ts';

/** Stands where the id of the tenant has to be put. */
export const TENANT = '<TENANT-ID>';

/** Of the custom role. */
export const ROLE_NAME = 'Vestige Privilege Audit Reader';

/** The actions that a task needs; empty where no such task is known. */
export function azurePermissionOf(task: Task): readonly string[] {
  return azureCallOf(task)?.permissions ?? [];
}

/**
 * The custom role that reads what the settings ask, as `az role definition create --role-definition` takes it: exactly the actions of the calls
 * that are made, each once. It is assigned at the root management group, so that every subscription inherits it, or, where only some
 * subscriptions and no management groups are asked, at those.
 */
export function azurePermissions(settings: AzureSettings): readonly PermissionDocument[] {
  const isWhole = settings.subscriptions === undefined || settings.subscriptions.length === 0;
  const places = isWhole ? [subscriptions.id, managementGroups.id] : [subscriptions.id];
  const asked = new Set<SurfaceId>([...places, ...settings.surfaces.map((each) => `azure:${each}`)]);
  const actions = azureCalls.filter((call) => asked.has(call.surface)).flatMap((call) => call.permissions);
  const scopes = assignableScopes(settings, asked);
  const document: JsonObject = {
    Name: ROLE_NAME,
    IsCustom: true,
    Description:
      'Reads who holds which role, what switches it on and what acts as managed identities. Reads no data, no secrets, no settings of applications.',
    Actions: [...new Set(actions)].sort(byCodeUnit),
    NotActions: [],
    DataActions: [],
    NotDataActions: [],
    AssignableScopes: scopes,
  };
  const purpose = [
    `Save it as vestige-role.json, create it with az role definition create --role-definition @vestige-role.json, and assign it at ${scopes.join(', ')} to the application or managed identity that the scan signs in as.`,
    ...(settings.tenant === undefined && scopes.some((each) => each.includes(TENANT)) ? [`Put the id of the tenant for ${TENANT}.`] : []),
    ...(asked.has(activityLog.id)
      ? ['For the tenant’s own activity log (elevated access) assign the built-in role Reader at /providers/Microsoft.Insights as well.']
      : []),
    ...(asked.has(rootAssignments.id)
      ? [
          'Where the list of the root scope is refused with it, only a role assigned at / reads that list: Reader there, given by a Global Administrator with elevated access.',
        ]
      : []),
  ];
  return [{ name: 'custom-role', purpose: purpose.join(' '), document }];
}

function assignableScopes({ tenant, subscriptions: only }: AzureSettings, asked: ReadonlySet<SurfaceId>): readonly string[] {
  if (only !== undefined && only.length > 0 && !asked.has(managementGroups.id)) {
    return [...new Set(only)].sort(byCodeUnit).map((each) => `/subscriptions/${each}`);
  }
  return [`/providers/Microsoft.Management/managementGroups/${tenant ?? TENANT}`];
}
