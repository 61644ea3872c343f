import * as v from 'valibot';
import { byCodeUnit } from '../../../src/base/order.ts';
import type { Granting, ProbePage, SelfCheck, SelfNote } from '../../../src/contract/connector.ts';
import { azureTenantBoundary } from '../ids.ts';
import { callerTask, signedInOf, signedInWords, type SignedIn } from '../signed-in.ts';
import { azureCallOf } from './asks.ts';
import { ROLE_NAME, TENANT } from './permissions.ts';
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

type Refused = Parameters<SelfCheck<AzureSettings>['granting']>[0];

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

function granting({ surface, permissions: missing, boundaries }: Refused, pages: readonly ProbePage[], settings: AzureSettings): Granting {
  const self = signedInOf(pages);
  const ofTenant = typeof self?.tenant === 'string' ? azureTenantBoundary(self.tenant) : undefined;
  if (surface === rootAssignments.id) {
    return {
      missing,
      hint: 'where the role that `vestige permissions azure` prints is given at the root management group and this is refused still, a Global Administrator with elevated access gives Reader at the root scope, and ends the elevation:',
      commands: assigned('Reader', '/', self),
    };
  }
  const below = boundaries.filter((each) => each !== ofTenant);
  const isLog = surface === activityLog.id;
  const scopes = isLog && below.length === 0 ? [] : scopesOf(settings, self?.tenant ?? settings.tenant ?? TENANT);
  const log = isLog && below.length < boundaries.length ? assigned('Reader', '/providers/Microsoft.Insights', self) : [];
  return {
    missing,
    hint: `give it the role that \`vestige permissions azure\` prints${log.length === 0 ? '' : ', and Reader on the tenant’s own log, as a Global Administrator with elevated access'}; a role that is there already is brought up to date with \`az role definition update\`:`,
    commands: [
      ...(scopes.length === 0
        ? []
        : [
            'vestige permissions azure --document custom-role > vestige-role.json',
            'az role definition create --role-definition @vestige-role.json',
            ...scopes.flatMap((scope) => assigned(ROLE_NAME, scope, self)),
          ]),
      ...log,
    ],
  };
}

/** Where the custom role is given: once, above all, or at the only subscriptions that are read. */
function scopesOf({ subscriptions: only = [] }: AzureSettings, tenant: string): readonly string[] {
  if (only.length > 0) return [...new Set(only)].sort(byCodeUnit).map((each) => `/subscriptions/${each}`);
  return [`/providers/Microsoft.Management/managementGroups/${tenant}`];
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
