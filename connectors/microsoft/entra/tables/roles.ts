import type { PowerId } from './powers.ts';
import { powerOf } from './powers.ts';

/** What a built-in role gives, as its page says. */
export interface RoleRow {
  /** The same in every tenant. */
  readonly template: string;
  readonly name: string;
  readonly powers: readonly PowerId[];
  /** What its definition lists and the service does not let it do. */
  readonly except?: readonly PowerId[];
}

function row(template: string, name: string, ...powers: readonly PowerId[]): RoleRow {
  return { template, name, powers };
}

/**
 * Roles whose powers do not follow from their list of actions alone, and those that matter where the definitions were not read. Roles that
 * are not here are read by their actions.
 *
 * https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference: each role has a section of its name, with its
 * template id in the list at the top. Who may reset whose password:
 * https://learn.microsoft.com/entra/identity/role-based-access-control/privileged-roles-permissions#who-can-reset-passwords. Elevated access:
 * https://learn.microsoft.com/azure/role-based-access-control/elevate-access-global-admin. Sending logs elsewhere:
 * https://learn.microsoft.com/entra/identity/monitoring-health/howto-configure-diagnostic-settings.
 */
export const builtInRoles: readonly RoleRow[] = [
  row('62e90394-69f5-4237-9190-012177145e10', 'Global Administrator', 'administer', 'elevate-access'),
  row(
    'e8611ab8-c189-46e8-94e1-60213ab1f814',
    'Privileged Role Administrator',
    'assign-roles',
    'grant-permissions',
    'change-activation-policies',
    'change-consent-policies',
    'change-units',
    'change-assignable-groups',
    'grant-consents',
    'assign-app-roles',
  ),
  row(
    '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
    'Privileged Authentication Administrator',
    'reset-any-password',
    'add-sign-in-methods',
    'enable-users',
    'write-user-attributes',
  ),
  row(
    '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
    'Application Administrator',
    'add-application-credentials',
    'own-applications',
    'assign-app-roles',
    'grant-consents',
    'manage-provisioning',
  ),
  row(
    '158c047a-c907-4556-b7ef-446551a6b5f7',
    'Cloud Application Administrator',
    'add-application-credentials',
    'own-applications',
    'assign-app-roles',
    'grant-consents',
    'manage-provisioning',
  ),
  row('cf1c38e5-3621-4004-a7cb-879624dced7c', 'Application Developer'),
  row(
    'db506228-d27e-4b7d-95e5-295956d6615f',
    'Agent ID Administrator',
    'add-blueprint-credentials',
    'own-blueprints',
    'assign-app-roles',
    'write-directory',
  ),
  // of agents, what some documents of Microsoft's list of it and others do not
  row('d2562ede-74db-457e-a7b6-544e236ebb61', 'AI Administrator', 'add-blueprint-credentials', 'own-blueprints', 'write-directory'),
  // its holder owns what it creates, and what it owns is told by owners
  row('adb2368d-a9be-41b5-8667-d96778e081b0', 'Agent ID Developer'),
  row(
    'c4e39bd9-1100-46d3-8c65-fb160da0071f',
    'Authentication Administrator',
    'reset-as-authentication-administrator',
    'enable-users',
    'write-user-attributes',
  ),
  row('25a516ed-2fa0-40ea-a2d0-12923a21473a', 'Authentication Extensibility Administrator', 'write-directory'),
  row('0526716b-113d-4c15-b2c8-68e3c22b9f80', 'Authentication Policy Administrator', 'change-sign-in-policies'),
  row('b1be1c3e-b65d-4f19-8427-f6fa0d97feb9', 'Conditional Access Administrator', 'change-conditional-access'),
  row(
    '194ae4cb-b126-40b2-bd5b-6091b380977d',
    'Security Administrator',
    'change-conditional-access',
    'federate-domains',
    'change-log-export',
    'read-device-secrets',
    'read-directory',
  ),
  row(
    '8ac3fc64-6eca-42ea-9e69-59f4c7b60eb2',
    'Hybrid Identity Administrator',
    'federate-domains',
    'own-applications',
    'assign-app-roles',
    'change-sign-in-policies',
    'manage-provisioning',
  ),
  row('8329153b-31d0-4727-b945-745eb3bc5f31', 'Domain Name Administrator', 'federate-domains'),
  row('be2f45a1-457d-42af-a067-6ec1fa63bc45', 'External Identity Provider Administrator', 'federate-domains'),
  row(
    '9360feb5-f418-4baa-8175-e2a00bac4301',
    'Directory Writers',
    'change-groups',
    'write-user-attributes',
    'enable-users',
    'assign-app-roles',
    'grant-consents',
    'manage-provisioning',
  ),
  {
    ...row(
      'fe930be7-5e62-47db-91af-98c3a49a38b1',
      'User Administrator',
      'reset-as-user-administrator',
      'convert-guests',
      'change-groups',
      'write-user-attributes',
      'enable-users',
      'assign-app-roles',
      'grant-consents',
    ),
    // https://learn.microsoft.com/entra/id-governance/entitlement-management-delegate#required-roles-to-add-resources-to-a-catalog
    except: ['manage-entitlements'],
  },
  row('729827e3-9c14-49f7-bb1b-9608f156bbb8', 'Helpdesk Administrator', 'reset-as-helpdesk'),
  row('966707d0-3269-4727-9be2-8c3a10f19b9d', 'Password Administrator', 'reset-as-password-administrator'),
  row(
    '3a2c62db-5318-420d-8d74-23affee5d9d5',
    'Intune Administrator',
    'manage-devices',
    'read-device-secrets',
    'change-security-groups',
    'write-user-attributes',
  ),
  row('7698a772-787b-4ac8-901f-60d6b08affd2', 'Cloud Device Administrator', 'read-device-secrets'),
  row('59d46f88-662b-457b-bceb-5c3809e5908f', 'Lifecycle Workflows Administrator', 'run-lifecycle-workflows'),
  row(
    '4ba39ca4-527c-499a-b93d-d9b492c50246',
    'Partner Tier1 Support',
    'reset-as-password-administrator',
    'add-application-credentials',
    'own-applications',
    'change-groups',
    'write-user-attributes',
    'enable-users',
    'assign-app-roles',
    'grant-consents',
  ),
  row(
    'e00e864a-17c5-4a4b-9c06-f5b95a8d5bd8',
    'Partner Tier2 Support',
    'assign-roles',
    'reset-any-password',
    'add-application-credentials',
    'own-applications',
    'federate-domains',
    'change-groups',
    'write-user-attributes',
    'enable-users',
    'assign-app-roles',
    'grant-consents',
  ),
  row('5f2222b1-57c3-48ba-8ad5-d4759f1fde6f', 'Security Operator', 'reset-as-password-administrator', 'enable-users', 'read-directory'),
  row('58f930cc-fcf4-4152-852c-1d7dbf502139', 'Entra SOC Identity Responder', 'reset-as-password-administrator', 'enable-users'),
  row('5d6b6bb7-de71-4623-b4af-96380a352509', 'Security Reader', 'read-directory', 'read-device-secrets'),
  row('f2ef992c-3afb-46b9-b7cf-a126ee74c451', 'Global Reader', 'read-directory', 'read-device-secrets'),
  row('88d8e3e3-8f55-4a1e-953a-9b9898b8876b', 'Directory Readers'),
  row('95e79109-95c0-4d8e-aee3-d01accf2d47b', 'Guest Inviter'),
  row('790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b', 'Message Center Reader'),
  row('4a5d8f65-41da-4de4-8968-e035b65339cf', 'Reports Reader'),
  row('75934031-6c7e-415a-99d7-48dbd49e875e', 'Usage Summary Reports Reader'),
  row('27460883-1df1-4691-b032-3b79643e5e63', 'User Experience Success Manager'),
  row('fdd7a751-b60b-444a-984c-02652fe8fa1c', 'Groups Administrator', 'change-groups'),
  row('29232cdf-9323-42fd-ade2-1d097af3e4de', 'Exchange Administrator', 'change-unified-groups', 'write-mail'),
  row('f28a1f50-f6e7-4571-818b-6a12f2af6b6c', 'SharePoint Administrator', 'change-unified-groups', 'write-sites', 'write-files'),
  row('69091246-20e8-4a56-aa4d-066075b2a7a8', 'Teams Administrator', 'change-unified-groups'),
  row('810a2642-a034-447f-a5e8-41beaa378541', 'Yammer Administrator', 'change-unified-groups'),
  row('b5a8dcf3-09d5-43a9-a639-8e29ef291470', 'Knowledge Administrator', 'change-security-groups'),
  row('744ec460-397e-42ad-a462-8b3f9747a02c', 'Knowledge Manager', 'change-security-groups'),
  row('11451d60-acb2-45eb-a7d6-43d0f0125c13', 'Windows 365 Administrator', 'change-security-groups', 'manage-devices'),
  row(
    '45d8d3c5-c802-45c6-b32a-1d70b5e1e86e',
    'Identity Governance Administrator',
    'join-groups',
    'manage-entitlements',
    'assign-app-roles',
  ),
  // their definitions read alone, and synchronizing takes this
  row(
    'd29b2b05-8046-44ba-8758-1e26182fcf32',
    'Directory Synchronization Accounts',
    'synchronize-users',
    'synchronize-groups',
    'write-directory',
  ),
  row(
    'a92aed5d-d78a-4d16-b381-09adb37eb3b0',
    'On Premises Directory Sync Account',
    'synchronize-users',
    'synchronize-groups',
    'write-directory',
  ),
];

const byTemplate = new Map(builtInRoles.map((each) => [each.template, each]));

export function builtInRole(template: string): RoleRow | undefined {
  return byTemplate.get(template);
}

/**
 * What a role of the table gives where its definition was read: Microsoft moves actions from role to role, so what a definition lists counts beside the
 * row. A row says better than the actions whose passwords may be reset, and what `write-directory` comes to.
 */
export function powersWithListed({ powers, except = [] }: RoleRow, listed: readonly PowerId[]): readonly PowerId[] {
  if (powers.includes('administer')) return powers;
  const resets = powers.some(isReset);
  const told = new Set<PowerId>([...powers, ...except, 'write-directory']);
  return [...powers, ...listed.filter((each) => !told.has(each) && !(resets && isReset(each)))];
}

function isReset(id: PowerId): boolean {
  return powerOf(id).way === 'reset-password';
}
