import type { Power, Sort } from './power.ts';

const groups = [
  ['can-assume', 'security-groups'],
  ['can-assume', 'unified-groups'],
] as const;
const rules = [
  ['can-assume', 'security-rules'],
  ['can-assume', 'unified-rules'],
] as const;

function resets(says: string, sort: Sort): Power {
  return { says, rights: [['mint-credential', 'users']], reaches: [['can-mint', sort]], way: 'reset-password', narrows: true };
}

function plain(says: string, ...rights: Power['rights']): Power {
  return { says, rights, reaches: [] };
}

export const powers = {
  administer: {
    says: 'may do everything in the tenant',
    rights: [['administer', 'tenant']],
    reaches: [['can-impersonate', 'everything']],
    way: 'administer-directory',
  },
  'elevate-access': {
    says: 'may make itself User Access Administrator of the root scope of Azure',
    rights: [['grant-privilege', 'azure']],
    reaches: [],
    way: 'elevate-access',
  },
  'assign-roles': {
    says: 'may give any directory role to anyone',
    rights: [['grant-privilege', 'tenant']],
    reaches: [['can-impersonate', 'everything']],
    way: 'assign-itself-a-role',
  },
  'grant-permissions': {
    says: 'may give any application permission to any application',
    rights: [['grant-privilege', 'tenant']],
    reaches: [['can-impersonate', 'everything']],
    way: 'grant-itself-permissions',
  },
  'change-activation-policies': plain('may change what activating a directory role demands', ['change-guardrail', 'tenant']),
  'change-group-activation-policies': plain('may change what activating a membership demands', ['change-guardrail', 'groups']),
  'change-conditional-access': plain('may change Conditional Access policies', ['change-guardrail', 'tenant']),
  'change-sign-in-policies': plain('may change how people of the tenant may sign in', ['change-guardrail', 'tenant']),
  'change-consent-policies': plain('may change what users may consent to', ['change-guardrail', 'tenant']),
  'change-tenant-settings': plain('may change settings of the tenant, certificate authorities for sign-in among them', [
    'change-guardrail',
    'tenant',
  ]),
  'change-units': plain('may change administrative units and who is in them', ['change-guardrail', 'administrative-units']),
  'federate-domains': {
    says: 'may have another identity provider vouch for users of a domain',
    rights: [['impersonate', 'users']],
    reaches: [['can-impersonate', 'users-any']],
    way: 'federate-domain',
  },
  'reset-any-password': resets('may give any user a new password', 'users-any'),
  'reset-as-authentication-administrator': resets(
    'may give new passwords and sign-in methods to users without higher roles',
    'users-authentication',
  ),
  'reset-as-user-administrator': resets('may give new passwords to users without higher roles', 'users-user'),
  'reset-as-helpdesk': resets('may give new passwords to users without higher roles', 'users-helpdesk'),
  'reset-as-password-administrator': resets('may give new passwords to users without roles', 'users-password'),
  'convert-guests': {
    says: 'may turn guests into members with a password that it chooses',
    rights: [['mint-credential', 'users']],
    reaches: [['can-mint', 'guests']],
    way: 'convert-guest',
    narrows: true,
  },
  'add-sign-in-methods': {
    says: 'may add sign-in methods to any user',
    rights: [['mint-credential', 'users']],
    reaches: [['can-mint', 'users-any']],
    way: 'add-sign-in-method',
    narrows: true,
  },
  'add-a-sign-in-method': {
    says: 'may add a sign-in method of one sort to any user',
    rights: [['mint-credential', 'users']],
    reaches: [['can-mint', 'users-any']],
    way: 'add-sign-in-method',
    provided: 'the tenant lets people sign in by that sort of method',
    narrows: true,
  },
  // https://learn.microsoft.com/entra/identity/authentication/concept-certificate-based-authentication-certificateuserids
  'write-certificate-ids': {
    says: 'may say which certificates stand for a user',
    rights: [['mint-credential', 'users']],
    reaches: [['can-mint', 'users-any']],
    way: 'map-certificate',
    provided: 'the tenant lets people sign in by certificates, and an authority that it trusts has given its holder one',
    narrows: true,
  },
  'add-application-credentials': {
    says: 'may add credentials to applications and service principals',
    rights: [['mint-credential', 'applications']],
    reaches: [['can-mint', 'applications']],
    way: 'add-credential',
    narrows: true,
  },
  'own-applications': {
    says: 'may make anyone owner of applications and service principals',
    rights: [['mint-credential', 'applications']],
    reaches: [['can-mint', 'applications']],
    way: 'make-itself-owner',
    narrows: true,
  },
  'add-blueprint-credentials': {
    says: 'may add credentials to blueprints of agents, which get tokens as the agents',
    rights: [['mint-credential', 'agents']],
    reaches: [['can-mint', 'blueprints']],
    way: 'add-credential',
    narrows: true,
  },
  'own-blueprints': {
    says: 'may make anyone owner of blueprints of agents',
    rights: [['mint-credential', 'agents']],
    reaches: [['can-mint', 'blueprints']],
    way: 'make-itself-owner',
    narrows: true,
  },
  'assign-app-roles': plain('may give roles of applications other than those of Microsoft Graph', ['grant-privilege', 'applications']),
  'grant-consents': plain('may consent for others', ['grant-privilege', 'consents']),
  'change-groups': {
    says: 'may change members, owners and rules of groups that roles cannot be assigned to',
    rights: [['grant-privilege', 'groups']],
    reaches: [...groups, ...rules],
    way: 'join-group',
    narrows: true,
  },
  'join-groups': {
    says: 'may change members of groups that roles cannot be assigned to',
    rights: [['grant-privilege', 'groups']],
    reaches: groups,
    way: 'join-group',
    narrows: true,
  },
  'join-security-groups': {
    says: 'may change members of security groups that roles cannot be assigned to',
    rights: [['grant-privilege', 'groups']],
    reaches: [groups[0]],
    way: 'join-group',
    narrows: true,
  },
  'join-unified-groups': {
    says: 'may change members of Microsoft 365 groups that roles cannot be assigned to',
    rights: [['grant-privilege', 'groups']],
    reaches: [groups[1]],
    way: 'join-group',
    narrows: true,
  },
  'change-security-groups': {
    says: 'may change members, owners and rules of security groups that roles cannot be assigned to',
    rights: [['grant-privilege', 'groups']],
    reaches: [groups[0], rules[0]],
    way: 'join-group',
    narrows: true,
  },
  'change-unified-groups': {
    says: 'may change members and owners of Microsoft 365 groups that roles cannot be assigned to',
    rights: [['grant-privilege', 'groups']],
    reaches: [groups[1], rules[1]],
    way: 'join-group',
    narrows: true,
  },
  'change-assignable-groups': {
    says: 'may change members and owners of groups that roles can be assigned to',
    rights: [['grant-privilege', 'role-assignable-groups']],
    reaches: [['can-assume', 'assignable-groups']],
    way: 'join-group',
    narrows: true,
  },
  // https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-accounts-permissions; passwords as their hashes come
  'synchronize-users': {
    says: 'may write users that come from a directory on premises, and their passwords where these come from there too',
    rights: [['write-data', 'users']],
    reaches: [['can-mint', 'users-synchronized']],
    way: 'synchronize-password',
    provided: 'the tenant takes passwords from the directory on premises',
  },
  'synchronize-groups': {
    says: 'may say who is in groups that come from a directory on premises',
    rights: [['grant-privilege', 'groups']],
    reaches: [['can-assume', 'synchronized-groups']],
    way: 'synchronize-members',
    provided: 'it can sign in as somebody whom it puts into a group',
  },
  'move-groups-on-premises': plain('may have groups managed on premises, whose administrators then say who is in them', [
    'grant-privilege',
    'groups',
  ]),
  'assign-group-memberships': {
    says: 'may give membership of any group that Privileged Identity Management governs',
    rights: [['grant-privilege', 'groups']],
    reaches: [...groups, ['can-assume', 'assignable-groups']],
    way: 'join-group',
  },
  'write-user-attributes': {
    says: 'may change attributes of users',
    rights: [['write-data', 'users']],
    reaches: [['can-assume', 'attribute-rules']],
    way: 'fit-group-rule',
    provided: 'the rule of the group reads an attribute that can be changed to fit it',
    narrows: true,
  },
  'enable-users': plain('may enable or restore accounts', ['write-data', 'users']),
  'manage-entitlements': {
    says: 'may change access packages and who gets them',
    rights: [['grant-privilege', 'access-packages']],
    reaches: [['can-assume', 'packaged-groups']],
    way: 'give-itself-package',
  },
  'run-lifecycle-workflows': plain('may run workflows that hand out sign-in passes and memberships', [
    'grant-privilege',
    'lifecycle-workflows',
  ]),
  'manage-provisioning': plain('may change how accounts are provisioned, and its secrets', ['write-data', 'provisioning']),
  'manage-partners': plain('may change delegated administration by partners', ['grant-privilege', 'partners']),
  'manage-devices': plain('may run code on managed devices', ['run-as', 'devices']),
  'read-device-secrets': plain('may read recovery keys and local administrator passwords of devices', ['read-secrets', 'devices']),
  'change-log-export': plain('may change where logs of the directory are sent', ['disable-audit', 'diagnostic-settings']),
  'read-directory': plain('may read the directory, its roles and policies', ['read-data', 'directory']),
  'write-directory': plain('may write to the directory', ['write-data', 'directory']),
  'read-mail': plain('may read mail of everyone', ['read-data', 'mail']),
  'write-mail': plain('may read and change mail of everyone', ['read-data', 'mail'], ['write-data', 'mail']),
  'send-mail': plain('may send mail as anyone', ['write-data', 'mail']),
  'read-files': plain('may read files of everyone', ['read-data', 'files']),
  'write-files': plain('may read and change files of everyone', ['read-data', 'files'], ['write-data', 'files']),
  'read-sites': plain('may read all sites', ['read-data', 'sites']),
  'write-sites': plain('may read and change all sites', ['read-data', 'sites'], ['write-data', 'sites']),
  'act-as-user': {
    says: 'may do in the directory what the user may',
    rights: [],
    // guests sign in to applications of the tenant as its own people do
    reaches: [
      ['can-impersonate', 'users-any'],
      ['can-impersonate', 'guests-any'],
    ],
    way: 'act-for-user',
  },
} as const satisfies Readonly<Record<string, Power>>;

export type PowerId = keyof typeof powers;

export function powerOf(id: PowerId): Power {
  return powers[id];
}
