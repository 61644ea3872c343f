import { directoryRoles } from '../../../test/connectors/microsoft/world/known.ts';
import { numberOf, type Item, type List, type Tenant } from '../tenant.ts';
import { plants } from './applications.ts';
import { memberOf } from './groups.ts';

/** When applications and their secrets were used last. */
export function applicationUse(tenant: Tenant): List {
  return {
    length: tenant.size.apps,
    item: (at) => ({
      id: tenant.idOf('row', 9_000_000 + at),
      appId: tenant.idOf('appId', at),
      lastSignInActivity: { lastSignInDateTime: tenant.day(-1 - tenant.roll(8, at, 200)) },
    }),
  };
}

export function secretUse(tenant: Tenant): List {
  const { apps } = tenant.size;
  return {
    length: Math.ceil(apps / 2),
    item: (at) => ({
      id: tenant.idOf('row', 9_500_000 + at),
      keyId: tenant.idOf('secret', at * 2),
      keyType: 'clientSecret',
      credentialOrigin: 'application',
      appId: tenant.idOf('appId', at * 2),
      appObjectId: tenant.idOf('application', at * 2),
      servicePrincipalObjectId: tenant.idOf('servicePrincipal', at * 2),
      signInActivity: { lastSignInDateTime: tenant.day(-1 - tenant.roll(8, at * 2, 200)) },
    }),
  };
}

const PACKAGES = 50;
const FIRST_PACKAGE = 1_000_000;

/** How many packages somebody has. */
export function packagesHeld({ size }: Tenant): number {
  return Math.min(PACKAGES, size.packages);
}

/** Of each the membership of a group that holds nothing. `undefined`: there is no such package. */
export function packageNamed(tenant: Tenant, id: string): Item | undefined {
  const at = (numberOf(id, 'package') ?? 0) - FIRST_PACKAGE;
  if (at < 0 || at >= PACKAGES) return undefined;
  const group = tenant.idOf('group', tenant.size.groups - 1 - (at % 10));
  const [role, scope] = [tenant.idOf('row', 60_000_000 + at), tenant.idOf('row', 61_000_000 + at)];
  const system = { originSystem: 'AadGroup' };
  return {
    id,
    displayName: `Package ${at}`,
    isHidden: false,
    resourceRoleScopes: [
      {
        id: `${role}_${scope}`,
        role: { id: role, displayName: 'Member', ...system, originId: `Member_${group}` },
        scope: { id: scope, displayName: 'Root', ...system, originId: group, isRootScope: true },
      },
    ],
  };
}

export function packageAssignments(tenant: Tenant): List {
  return {
    length: tenant.size.packages,
    item: (at) => ({
      id: tenant.idOf('package', at),
      state: 'delivered',
      status: 'Delivered',
      expiredDateTime: null,
      schedule: {
        startDateTime: tenant.day(-50),
        recurrence: null,
        expiration: { type: 'afterDateTime', endDateTime: tenant.day(40 + (at % 100)), duration: null },
      },
      target: { id: tenant.idOf('request', at), objectId: tenant.idOf('user', memberOf(tenant, 3, at)), displayName: `Person ${at}` },
      accessPackage: { id: tenant.idOf('package', FIRST_PACKAGE + (at % PACKAGES)), displayName: `Package ${at % PACKAGES}` },
    }),
  };
}

/** Shares of the audit log, by service and category. */
const shares: Readonly<Record<string, number>> = {
  PIM: 0.3,
  'Core Directory RoleManagement': 0.02,
  'Core Directory ApplicationManagement': 0.08,
  'Core Directory GroupManagement': 0.3,
  'Core Directory UserManagement': 0.28,
  'Core Directory DirectoryManagement': 0.02,
};
const DAYS = 28;

/** How many entries a question about the log tells; newest first. */
export function auditEntries(tenant: Tenant, service: string, category: string | undefined): List {
  const name = category === undefined ? service : `${service} ${category}`;
  const length = Math.floor(tenant.size.audits * (shares[name] ?? 0));
  return {
    length,
    item: (at) => {
      const entry = entryOf(tenant, category ?? service, at);
      return {
        id: `${name.replaceAll(' ', '_')}_${tenant.idOf('row', at)}`,
        correlationId: tenant.idOf('request', at),
        result: 'success',
        resultReason: '',
        loggedByService: service,
        operationType: 'Update',
        activityDateTime: new Date(tenant.now - ((at + 1) / length) * DAYS * 86_400_000).toISOString(),
        additionalDetails: [],
        initiatedBy: { user: { id: tenant.idOf('user', tenant.roll(9, at, tenant.size.users)), displayName: null }, app: null },
        ...entry,
      };
    },
  };
}

function entryOf(tenant: Tenant, of: string, at: number): Item {
  const user = tenant.idOf('user', memberOf(tenant, 11, at));
  const target = (id: string, type: string, modifiedProperties: readonly Item[] = []): Item => ({
    id,
    displayName: null,
    type,
    modifiedProperties,
  });
  switch (of) {
    case 'PIM':
      return activation(tenant, at);
    case 'GroupManagement': {
      const group = tenant.idOf('group', tenant.size.groups - 1 - (at % 1000));
      const changed = { displayName: 'Group.ObjectID', oldValue: null, newValue: JSON.stringify(group) };
      return {
        category: of,
        activityDisplayName: at % 3 === 0 ? 'Remove member from group' : 'Add member to group',
        targetResources: [target(user, 'User', [changed]), target(group, 'Group')],
      };
    }
    case 'ApplicationManagement': {
      const app = at % tenant.size.apps;
      if (!plants.secret(app))
        return {
          category: of,
          activityDisplayName: 'Update application',
          targetResources: [target(tenant.idOf('application', app), 'Application')],
        };
      const key = `[KeyIdentifier=${tenant.idOf('secret', app)},KeyType=Password,KeyUsage=Verify,DisplayName=secret]`;
      return {
        category: of,
        activityDisplayName: 'Update application – Certificates and secrets management ',
        targetResources: [
          target(tenant.idOf('application', app), 'Application', [
            { displayName: 'KeyDescription', oldValue: '[]', newValue: JSON.stringify([key]) },
          ]),
        ],
      };
    }
    case 'RoleManagement': {
      const role = Object.values(directoryRoles)[at % 11]?.template ?? '';
      const changed = { displayName: 'Role.TemplateId', oldValue: null, newValue: JSON.stringify(role) };
      return { category: of, activityDisplayName: 'Remove member from role', targetResources: [target(user, 'User', [changed])] };
    }
    default:
      return { category: of, activityDisplayName: 'Update user', targetResources: [target(user, 'User')] };
  }
}

/** Those who hold a role activated or eligible switch it on and off, three entries each time: asked for, done, run out. */
function activation(tenant: Tenant, at: number): Item {
  const holder = Math.floor(at / 3) % tenant.size.holders;
  const role = Object.values(directoryRoles)[Math.floor(holder / 6) % 11]?.template ?? '';
  const request = tenant.idOf('request', 50_000_000 + Math.floor(at / 3));
  return {
    category: 'RoleManagement',
    correlationId: request,
    activityDisplayName: [
      'Remove member from role (PIM activation expired)',
      'Add member to role completed (PIM activation)',
      'Add member to role requested (PIM activation)',
    ][at % 3],
    initiatedBy: { user: { id: tenant.idOf('user', holder), displayName: `Person ${holder}` }, app: null },
    targetResources: [
      { id: role, displayName: 'role', type: 'Role', modifiedProperties: [] },
      { id: request, displayName: null, type: 'Request', modifiedProperties: [] },
      { id: tenant.idOf('user', holder), displayName: `Person ${holder}`, type: 'User', modifiedProperties: [] },
    ],
    additionalDetails: [
      { key: 'RoleDefinitionOriginId', value: role },
      { key: 'Justification', value: `work order ${holder}` },
      { key: 'RequestId', value: request },
    ],
  };
}
