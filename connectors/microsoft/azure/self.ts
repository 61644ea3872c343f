import * as v from 'valibot';
import { byCodeUnit } from '../../../src/base/order.ts';
import type { Granting, ProbePage, SelfCheck, SelfNote } from '../../../src/contract/connector.ts';
import type { BoundaryId, SurfaceId } from '../../../src/model/ids.ts';
import { callerTask, signedInOf, signedInWords, type SignedIn } from '../signed-in.ts';
import { azureCallOf } from './asks.ts';
import { ROLE_NAME } from './permissions.ts';
import type { AzureSettings } from './settings.ts';
import { activityLog } from './surfaces/activity/surface.ts';
import { rootAssignments } from './surfaces/authorization/surfaces.ts';
import { rights } from './surfaces/common/rights.ts';
import { signedIn, subscriptions } from './surfaces/places/surfaces.ts';

/** What `doctor azure` says of whoever signed in. */
export const azureSelf: SelfCheck<AzureSettings> = {
  task: () => callerTask(signedIn, subscriptions.id),
  tells,
  granting,
};

const OWN_RIGHTS = 'Microsoft.Authorization/permissions/read';
const listed = v.object({ value: v.array(v.unknown()) });

function tells(pages: readonly ProbePage[]): readonly SelfNote[] {
  const self = signedInOf(pages);
  if (self === null) return [];
  const changes = [...new Set(pages.flatMap(changing))].sort(byCodeUnit);
  return [
    { state: 'ok', text: signedInWords(self) },
    ...(changes.length === 0
      ? []
      : [
          {
            state: 'warn' as const,
            text: `it may do more than read, and no scan needs that: ${changes.join(', ')}`,
            hint: 'give it the role that `vestige permissions azure` prints, and take the other away',
          },
        ]),
  ];
}

/** Of the answer about the caller's own rights, the actions that are no read. */
function changing({ task, body, refused }: ProbePage): readonly string[] {
  const permissions = azureCallOf(task)?.permissions;
  if (refused !== null || permissions?.length !== 1 || permissions[0] !== OWN_RIGHTS) return [];
  const told = v.safeParse(listed, body);
  return (told.success ? told.output.value : []).flatMap((each) => {
    const row = v.safeParse(rights, each);
    return row.success ? row.output.actions.filter((action) => !/\/read$/i.test(action)) : [];
  });
}

function granting(
  {
    surface,
    permissions,
    boundaries,
  }: { readonly surface: SurfaceId; readonly permissions: readonly string[]; readonly boundaries: readonly BoundaryId[] },
  pages: readonly ProbePage[],
): Granting {
  const self = signedInOf(pages);
  const tenants = new Set(self?.tenant == null ? [] : [`azure:${self.tenant}`]);
  if (surface === rootAssignments.id) {
    return {
      missing: permissions,
      hint: 'if the role that `vestige permissions azure` prints does not read it, a Global Administrator with elevated access gives Reader at the root scope, and ends the elevation:',
      commands: assigned('Reader', '/', self),
    };
  }
  if (surface === activityLog.id && boundaries.every((each) => tenants.has(each))) {
    return {
      missing: permissions,
      hint: 'the tenant’s own log is read with Reader on it, given by a Global Administrator with elevated access:',
      commands: assigned('Reader', '/providers/Microsoft.Insights', self),
    };
  }
  const scopes = boundaries.map((each) => {
    const id = each.slice('azure:'.length);
    return tenants.has(each) ? `/providers/Microsoft.Management/managementGroups/${id}` : `/subscriptions/${id}`;
  });
  return {
    missing: permissions,
    hint: 'give it the role that `vestige permissions azure` prints; create it once (`az role definition update` where it is there already):',
    commands: [
      'vestige permissions azure --document custom-role > vestige-role.json',
      'az role definition create --role-definition @vestige-role.json',
      ...[...new Set(scopes)].sort(byCodeUnit).flatMap((scope) => assigned(ROLE_NAME, scope, self)),
    ],
  };
}

function assigned(role: string, scope: string, self: SignedIn | null): readonly string[] {
  const type = self !== null && self.scopes.length > 0 ? 'User' : 'ServicePrincipal';
  return [
    `az role assignment create --role "${role}" \\`,
    `  --assignee-object-id ${self?.object ?? '<OBJECT-ID>'} \\`,
    `  --assignee-principal-type ${type} \\`,
    `  --scope ${scope}`,
  ];
}
