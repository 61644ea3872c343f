import type { PowerId } from './powers.ts';

/** An application permission of Microsoft's, which a delegated scope of the same name limits to what the user may. */
export interface PermissionRow {
  /** Of the application permission; `null` where there is only a delegated scope. */
  readonly id: string | null;
  readonly value: string;
  readonly powers: readonly PowerId[];
}

function row(id: string | null, value: string, ...powers: readonly PowerId[]): PermissionRow {
  return { id, value, powers };
}

/** Ids and what each allows: https://learn.microsoft.com/graph/permissions-reference, where each permission has a section of its name. */
export const graphPermissions: readonly PermissionRow[] = [
  row('9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8', 'RoleManagement.ReadWrite.Directory', 'assign-roles', 'change-assignable-groups'),
  row('06b708a9-e830-4db3-a914-8e69da51d44f', 'AppRoleAssignment.ReadWrite.All', 'grant-permissions'),
  row('1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9', 'Application.ReadWrite.All', 'add-application-credentials', 'own-applications'),
  // its holder owns what it creates, and what it owns is told by owners
  row('18a4783c-866b-4cc7-a460-3d5e5662c884', 'Application.ReadWrite.OwnedBy'),
  row('fc023787-fd04-4e44-9bc7-d454f00c0f0a', 'Application.ReadUpdate.All', 'add-application-credentials', 'own-applications'),
  row('0510736e-bdfb-4b37-9a1f-89b4a074763a', 'AgentIdentityBlueprint.AddRemoveCreds.All', 'add-blueprint-credentials'),
  row('7fddd33b-d884-4ec0-8696-72cff90ff825', 'AgentIdentityBlueprint.ReadWrite.All', 'add-blueprint-credentials', 'own-blueprints'),
  row('19dbc75e-c2e2-444c-a770-ec69d8559fc7', 'Directory.ReadWrite.All', 'change-groups', 'write-user-attributes', 'write-directory'),
  row('8e8e4742-1d95-4f68-9d56-6ee75648c72a', 'DelegatedPermissionGrant.ReadWrite.All', 'grant-consents'),
  row('a402ca1c-2696-4531-972d-6e5ee4aa11ea', 'Policy.ReadWrite.PermissionGrant', 'change-consent-policies'),
  row('7e05723c-0bb0-42da-be95-ae9f08a6e53c', 'Domain.ReadWrite.All', 'federate-domains'),
  row('64d40371-8d58-4270-bc8a-b4a66de36b9a', 'Domain-InternalFederation.ReadWrite.All', 'federate-domains'),
  row('292d869f-3427-49a8-9dab-8c70152b74e9', 'Organization.ReadWrite.All', 'change-tenant-settings'),
  row('62a82d76-70ea-41e2-9197-370581804d09', 'Group.ReadWrite.All', 'change-groups'),
  row('dbaae8cf-10b5-4b86-a4a1-f871c94c6695', 'GroupMember.ReadWrite.All', 'join-groups'),
  row('2d9bd318-b883-40be-9df7-63ec4fcdc424', 'Group-OnPremisesSyncBehavior.ReadWrite.All', 'move-groups-on-premises'),
  row('dd199f4a-f148-40a4-a2ec-f0069cc799ec', 'RoleAssignmentSchedule.ReadWrite.Directory', 'assign-roles'),
  row('fee28b28-e1f3-4841-818e-2704dc62245f', 'RoleEligibilitySchedule.ReadWrite.Directory', 'assign-roles'),
  row('31e08e0a-d3f7-4ca2-ac39-7343fb83e8ad', 'RoleManagementPolicy.ReadWrite.Directory', 'change-activation-policies'),
  row('b38dcc4d-a239-4ed6-aa84-6c65b284f97c', 'RoleManagementPolicy.ReadWrite.AzureADGroup', 'change-group-activation-policies'),
  row('2f6817f8-7b12-4f0f-bc18-eeaf60705a9e', 'PrivilegedAccess.ReadWrite.AzureADGroup', 'assign-group-memberships'),
  row('41202f2c-f7ab-45be-b001-85c9728b9d69', 'PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup', 'assign-group-memberships'),
  row('618b6020-bca8-4de6-99f6-ef445fa4d857', 'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup', 'assign-group-memberships'),
  row('9acd699f-1e81-4958-b001-93b1d2506e19', 'EntitlementManagement.ReadWrite.All', 'manage-entitlements'),
  row('01c0a623-fc9b-48e9-b794-0756f8e8f067', 'Policy.ReadWrite.ConditionalAccess', 'change-conditional-access'),
  row('29c18626-4985-4dcd-85c0-193eef327366', 'Policy.ReadWrite.AuthenticationMethod', 'change-sign-in-policies'),
  row('a2b63618-5350-462d-b1b3-ba6eb3684e26', 'PublicKeyInfrastructure.ReadWrite.All', 'change-tenant-settings'),
  row('fb221be6-99f2-473f-bd32-01c6a0e9ca3b', 'Policy.ReadWrite.Authorization', 'change-consent-policies'),
  row('25f85f3c-f66c-4205-8cd5-de92dd7f0cec', 'Policy.ReadWrite.AuthenticationFlows', 'change-sign-in-policies'),
  row('be74164b-cff1-491c-8741-e671cb536e13', 'Policy.ReadWrite.ApplicationConfiguration', 'change-sign-in-policies'),
  row('338163d7-f101-4c92-94ba-ca46fe52447c', 'Policy.ReadWrite.CrossTenantAccess', 'change-sign-in-policies'),
  row('2044e4f1-e56c-435b-925c-44cd8f6ba89a', 'Policy.ReadWrite.FeatureRollout', 'change-sign-in-policies'),
  row('90bbca0b-227c-4cdc-8083-1c6cfb95bac6', 'Policy.ReadWrite.FedTokenValidation', 'change-sign-in-policies'),
  row('2dcf8603-09eb-4078-b1ec-d30a1a76b873', 'Policy.ReadWrite.IdentityProtection', 'change-sign-in-policies'),
  row('1c6e93a6-28e2-4cbb-9f64-1a46a821124d', 'Policy.ReadWrite.SecurityDefaults', 'change-sign-in-policies'),
  row('50483e42-d915-4231-9639-7fdb7fd190e5', 'UserAuthenticationMethod.ReadWrite.All', 'add-sign-in-methods'),
  row('627169a8-8c15-451c-861a-5b80e383de5c', 'UserAuthMethod-TAP.ReadWrite.All', 'add-sign-in-methods'),
  row('7e9ebcc1-90aa-4471-8051-e68d6b4e9c89', 'UserAuthMethod-HardwareOATH.ReadWrite.All', 'add-a-sign-in-method'),
  row('0400e371-7db1-4338-a269-96069eb65227', 'UserAuthMethod-Passkey.ReadWrite.All', 'add-a-sign-in-method'),
  row('6e85d483-7092-4375-babe-0a94a8213a58', 'UserAuthMethod-Phone.ReadWrite.All', 'add-a-sign-in-method'),
  row('4869299f-18c3-40c8-98f2-222657e67db1', 'UserAuthMethod-QR.ReadWrite.All', 'add-a-sign-in-method'),
  // an application has no role of its own, so users with roles are beyond it
  row('cc117bb9-00cf-4eb8-b580-ea2a878fe8f7', 'User-PasswordProfile.ReadWrite.All', 'reset-as-password-administrator'),
  row('741f803b-c850-494e-b5df-cde7c675a1ca', 'User.ReadWrite.All', 'write-user-attributes', 'enable-users'),
  row('3011c876-62b7-4ada-afa2-506cbbecc68c', 'User.EnableDisableAccount.All', 'enable-users'),
  row('eccc023d-eccf-4e7b-9683-8813ab36cecc', 'User.DeleteRestore.All', 'enable-users'),
  row('af2bf46f-7bf1-4be3-8bad-e17e279e8462', 'SecurityIdentitiesActions.ReadWrite.All', 'enable-users'),
  row('7fc588a2-ea2d-4d1f-bcf7-33c324b149b8', 'SignInIdentifier.ReadWrite.All', 'write-user-attributes'),
  row('5eb59dd3-1da2-4329-8733-9dabdc435916', 'AdministrativeUnit.ReadWrite.All', 'change-units'),
  row('5c505cf4-8424-4b8e-aa14-ee06e3bb23e3', 'LifecycleWorkflows.ReadWrite.All', 'run-lifecycle-workflows'),
  row('94c88098-1d9d-4c42-a356-4d5a95312554', 'LifecycleWorkflows-Workflow.ReadWrite.All', 'run-lifecycle-workflows'),
  row('3a87a643-13d2-47aa-8d6a-b0a8377cb03b', 'LifecycleWorkflows-Workflow.Activate', 'run-lifecycle-workflows'),
  row('9b50c33d-700f-43b1-b2eb-87e89b703581', 'Synchronization.ReadWrite.All', 'manage-provisioning'),
  row('cc13eba4-8cd8-44c6-b4d4-f93237adce58', 'DelegatedAdminRelationship.ReadWrite.All', 'manage-partners'),
  row('9241abd9-d0e6-425a-bd4f-47ba86e767a4', 'DeviceManagementConfiguration.ReadWrite.All', 'manage-devices'),
  row('9255e99d-faf5-445e-bbf7-cb71482737c4', 'DeviceManagementScripts.ReadWrite.All', 'manage-devices'),
  row('e330c4f0-4170-414e-a55a-2f022ec2b57b', 'DeviceManagementRBAC.ReadWrite.All', 'manage-devices'),
  row('78145de6-330d-4800-a6ce-494ff2d33d07', 'DeviceManagementApps.ReadWrite.All', 'manage-devices'),
  row('57f1cf28-c0c4-4ec3-9a30-19a2eaaf2f6e', 'BitlockerKey.Read.All', 'read-device-secrets'),
  row('884b599e-4d48-43a5-ba94-15c414d00588', 'DeviceLocalCredential.Read.All', 'read-device-secrets'),
  row('e2a3a72e-5f79-4c64-b1b1-878b674786c9', 'Mail.ReadWrite', 'write-mail'),
  row('e118f1da-5c1c-46cf-bff6-8858d786f46f', 'Mail-Advanced.ReadWrite.All', 'write-mail'),
  row('76577085-e73d-4f1d-b26a-85fb33892327', 'MailboxItem.ImportExport.All', 'write-mail'),
  row('7d9f353d-a7bd-4fbb-822a-26d5dd39a3ce', 'MailboxItem.Read.All', 'read-mail'),
  row('b2620db1-3bf7-4c5b-9cb9-576d29eac736', 'eDiscovery.ReadWrite.All', 'read-mail', 'read-files'),
  row('810c84a8-4a9e-49e6-bf7d-12d183f40d01', 'Mail.Read', 'read-mail'),
  row('b633e1c5-b582-4048-a93e-9f11b44c7e96', 'Mail.Send', 'send-mail'),
  row('75359482-378d-4052-8f01-80520e7db3cd', 'Files.ReadWrite.All', 'write-files'),
  row('01d4889c-1287-42c6-ac1f-5d1e02578ef6', 'Files.Read.All', 'read-files'),
  row('a82116e5-55eb-4c41-a434-62fe8a61c773', 'Sites.FullControl.All', 'write-sites'),
  row('9492366f-7969-46a4-8d15-ed1a20078fff', 'Sites.ReadWrite.All', 'write-sites'),
  row('0c0bf378-bf22-4481-8f81-9e89a9b4960a', 'Sites.Manage.All', 'write-sites'),
  row('332a536c-c7ef-4017-ab91-336970924f0d', 'Sites.Read.All', 'read-sites'),
  row(null, 'Directory.AccessAsUser.All', 'act-as-user'),
];

const SYNCHRONIZE = 'ADSynchronization.ReadWrite.All';

/** Other interfaces of Microsoft's, by the application id of the interface and the value of the permission. */
const others: Readonly<Record<string, readonly PermissionRow[]>> = {
  // Azure AD Graph, the older interface to the directory
  '00000002-0000-0000-c000-000000000000': [
    row('1cda74f2-2616-4834-b122-5cb1b07f8a59', 'Application.ReadWrite.All', 'add-application-credentials', 'own-applications'),
    row('78c8a3c8-a07e-4b9e-af1b-b5ccab50a175', 'Directory.ReadWrite.All', 'change-groups', 'write-user-attributes', 'write-directory'),
    row(null, 'Directory.AccessAsUser.All', 'act-as-user'),
  ],
  // Exchange Online
  '00000002-0000-0ff1-ce00-000000000000': [row('dc890d15-9560-4a4c-9b7f-a736ec74ec40', 'full_access_as_app', 'write-mail')],
  // Microsoft Entra AD Synchronization Service: of the application that Entra Connect signs in as
  // (https://learn.microsoft.com/entra/identity/hybrid/connect/authenticate-application-id); two ids of it are told
  '6bf85cfa-ac8a-4be5-b5de-425a0d0dc016': [
    row('0b41ed4d-5f52-442b-8952-ea7d90719860', SYNCHRONIZE, 'synchronize-users', 'synchronize-groups', 'write-directory'),
    row('ab43b826-2c7a-4aff-9ecd-d0629d0ca6a9', SYNCHRONIZE, 'synchronize-users', 'synchronize-groups', 'write-directory'),
  ],
  // SharePoint Online
  '00000003-0000-0ff1-ce00-000000000000': [row('678536fe-1083-478a-9c59-b99265e6b0d3', 'Sites.FullControl.All', 'write-sites')],
  // Azure Resource Manager: what the user may there is told by Azure
  '797f4846-ba00-4fd7-ba43-dac1f8f63013': [row(null, 'user_impersonation', 'act-as-user')],
};

export const GRAPH = '00000003-0000-0000-c000-000000000000';

function rowsOf(appId: string): readonly PermissionRow[] {
  return appId === GRAPH ? graphPermissions : Object.hasOwn(others, appId) ? (others[appId] ?? []) : [];
}

const allRows = [...graphPermissions, ...Object.values(others).flat()];
const byId = new Map(allRows.flatMap((each) => (each.id === null ? [] : [[each.id, each] as const])));

/**
 * The row of an app role. `appId`: of the application that offers it; `undefined` where that was not listed, and then the id alone decides.
 * `value`: its name as that application tells it.
 */
export function appPermission(appId: string | undefined, id: string, value: string | undefined): PermissionRow | undefined {
  if (appId === undefined) return byId.get(id);
  return rowsOf(appId).find((each) => (each.id === null ? false : each.id === id || (value !== undefined && each.value === value)));
}

/** The row of a delegated scope. */
export function delegatedScope(appId: string | undefined, value: string): PermissionRow | undefined {
  const rows = appId === undefined ? allRows : rowsOf(appId);
  return rows.find((each) => each.value.toLowerCase() === value.toLowerCase());
}
