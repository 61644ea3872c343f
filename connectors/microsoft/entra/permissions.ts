import type { PermissionDocument } from '../../../src/contract/connector.ts';
import { byCodeUnit, byKeys } from '../../../src/base/order.ts';
import type { Task } from '../../../src/model/page.ts';
import type { MicrosoftCall } from '../call.ts';
import { callOf, entraCalls } from './asks.ts';
import { entraAreas } from './areas.ts';
import type { EntraSettings } from './settings.ts';

/** Microsoft Graph as an application: whose permissions these are. */
export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

/** Stands where the application that the scan signs in as has to be put. */
export const CLIENT_ID = '<CLIENT-ID>';

/**
 * Ids of application permissions of Microsoft Graph, the same in every tenant
 * (https://learn.microsoft.com/graph/permissions-reference). All read, and none changes anything.
 */
export const permissionIds: Readonly<Record<string, string>> = {
  'AccessReview.Read.All': 'd07a8cc0-3d51-4b77-b3b0-32704d1f69fa',
  'AdministrativeUnit.Read.All': '134fd756-38ce-4afd-ba33-e9623dbe66c2',
  'AgentIdentity.Read.All': 'b2b8f011-2898-4234-9092-5059f6c1ebfa',
  'Application.Read.All': '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
  'AuditLog.Read.All': 'b0afded3-3588-46d8-8b3d-9842eff778da',
  'DelegatedAdminRelationship.Read.All': 'f6e9e124-4586-492f-adc0-c6f96e4823fd',
  'Directory.Read.All': '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
  'EntitlementManagement.Read.All': 'c74fd47d-ed3c-45c3-9a9e-b8676de685d2',
  'Group.Read.All': '5b567255-7703-4780-807c-7be8301ae99b',
  'GroupMember.Read.All': '98830695-27a2-44f7-8c18-0c3ebc9698f6',
  'Member.Read.Hidden': '658aa5d8-239f-45c4-aa12-864f4fc7e490',
  'Organization.Read.All': '498476ce-e0fe-48b0-b801-37ba7e2685c6',
  'Policy.Read.All': '246dd0d5-5bd0-4def-940b-0421030a5b68',
  'PrivilegedAssignmentSchedule.Read.AzureADGroup': 'cd4161cb-f098-48f8-a884-1eda9a42434c',
  'PrivilegedEligibilitySchedule.Read.AzureADGroup': 'edb419d6-7edc-42a3-9345-509bfdf5d87c',
  'RoleAssignmentSchedule.Read.Directory': 'd5fe8ce8-684c-4c83-a52c-46e882ce4be1',
  'RoleEligibilitySchedule.Read.Directory': 'ff278e11-4a33-4d0c-83d2-d01dc58929a5',
  'RoleManagement.Read.Directory': '483bed4a-2ad3-4361-a73b-c83ccdbdc53c',
  'RoleManagementPolicy.Read.AzureADGroup': '69e67828-780e-47fd-b28c-7b27d14864e6',
  'RoleManagementPolicy.Read.Directory': 'fdc4c997-9942-4479-bfcb-75a36d1138df',
  'User.Read.All': 'df021288-bdef-4463-88db-98f22de89214',
};

/**
 * What would let the scan read more, and is never to be given: each can change what is scanned. The requests behind activations are shown
 * to applications by no less (https://learn.microsoft.com/graph/api/rbacapplication-list-roleassignmentschedulerequests); the audit log
 * tells who asked, who approved and why.
 */
export const neverGranted: readonly string[] = [
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'Directory.ReadWrite.All',
  'Group.ReadWrite.All',
  'PrivilegedAccess.ReadWrite.AzureADGroup',
  'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup',
  'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup',
  'RoleAssignmentSchedule.ReadWrite.Directory',
  'RoleEligibilitySchedule.ReadWrite.Directory',
  'RoleManagement.ReadWrite.Directory',
  'User.ReadWrite.All',
];

/** The application permissions that an operation needs; all of them. */
export function entraPermissionOf(task: Task): readonly string[] {
  return callOf(task)?.permissions ?? [];
}

/** The application permissions that a scan with these settings needs, sorted. */
export function neededPermissions(settings: EntraSettings): readonly string[] {
  return [...new Set(askedBy(settings).flatMap((call) => call.permissions))].sort(byCodeUnit);
}

function askedBy(settings: EntraSettings): readonly MicrosoftCall[] {
  return entraCalls.filter((call) => isAsked(settings, call));
}

/** Exactly the application permissions of the calls that a scan with these settings may make, as documents ready to be used. */
export function entraPermissions(settings: EntraSettings): readonly PermissionDocument[] {
  const asked = askedBy(settings);
  const names = neededPermissions(settings);
  const access = names.map((name) => ({ id: permissionIds[name] ?? name, type: 'Role' })).sort(byKeys((each) => each.id));
  return [
    {
      name: 'required-resource-access',
      purpose:
        'Permissions of the app registration that the scan signs in as; put it under requiredResourceAccess of its manifest, or give it to az ad app update as the commands do.',
      document: [{ resourceAppId: GRAPH_APP_ID, resourceAccess: access }],
    },
    {
      name: 'application-permissions',
      purpose: 'The same by name: what each permission is asked for. Without one, what needs it is told as unread, and all else is read.',
      document: names.map((name) => ({
        permission: name,
        id: permissionIds[name] ?? name,
        reads: [...new Set(asked.filter((call) => call.permissions.includes(name)).map((call) => call.surface))].sort(byCodeUnit),
      })),
    },
    {
      name: 'consent-commands',
      purpose: `Adds the permissions and consents to them, as somebody who may (Privileged Role Administrator). Save required-resource-access as the file named, and put the application (client) id for ${CLIENT_ID}.`,
      document: [
        `az ad app update --id ${CLIENT_ID} --required-resource-accesses @required-resource-access.json`,
        `az ad app permission admin-consent --id ${CLIENT_ID}`,
      ],
    },
    {
      name: 'never-grant',
      purpose: 'Permissions that other products ask for and this one never needs: each can change what is scanned.',
      document: neverGranted,
    },
  ];
}

const always: ReadonlySet<string> = new Set(['entra:organization']);
const known: ReadonlySet<string> = new Set(entraAreas.flatMap((each) => each.surfaces.map(({ surface }) => surface.id)));

function isAsked({ surfaces }: EntraSettings, { surface }: MicrosoftCall): boolean {
  return known.has(surface) && (always.has(surface) || surfaces.some((each) => surface === `entra:${each}`));
}
