import type { PowerId } from './powers.ts';

/**
 * Actions of role definitions, `<namespace>/<entity>/<property set>/<action>`, and what they give. Sources: the lists of actions of
 * https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference and the pages custom-*-permissions beside it.
 * `allProperties` covers each property set of its entity, `allTasks` each action. Names are compared without regard to case.
 */
const actions: readonly (readonly [RegExp, PowerId])[] = [
  [
    /^microsoft\.directory\/roleassignments\/(allproperties|standard|basic)\/(alltasks|update)$|^microsoft\.directory\/roleassignments\/create$/,
    'assign-roles',
  ],
  [/^microsoft\.directory\/directoryroles\/allproperties\/(alltasks|update)$/, 'assign-roles'],
  [/^microsoft\.directory\/roledefinitions\/allproperties\/(alltasks|update)$/, 'assign-roles'],
  [/^microsoft\.directory\/privilegedidentitymanagement\/allproperties\/(alltasks|update)$/, 'assign-roles'],
  [/^microsoft\.directory\/privilegedidentitymanagement\/allproperties\/(alltasks|update)$/, 'change-activation-policies'],
  [/^microsoft\.directory\/serviceprincipals\/managepermissiongrantsforall\.microsoft-company-admin$/, 'grant-permissions'],
  [
    /^microsoft\.directory\/conditionalaccesspolicies\/(basic\/update|create|delete|owners\/update|allproperties\/(alltasks|update))$/,
    'change-conditional-access',
  ],
  [
    /^microsoft\.directory\/(userCredentialPolicies|authenticationmethodspolicy|organization\/strongauthentication)(\/.*)?\/(alltasks|update|create|delete)$/i,
    'change-sign-in-policies',
  ],
  [/^microsoft\.directory\/hybridauthenticationpolicy\/allproperties\/(alltasks|update)$/, 'change-sign-in-policies'],
  [
    /^microsoft\.directory\/(authorizationpolicy|permissiongrantpolicies)\/(allproperties\/(alltasks|update)|create|delete)$/,
    'change-consent-policies',
  ],
  [
    /^microsoft\.directory\/organization\/(allproperties\/(alltasks|update)|trustedcasforpasswordlessauth\/alltasks)$/,
    'change-tenant-settings',
  ],
  [/^microsoft\.directory\/administrativeunits\/(allproperties\/(alltasks|update)|members\/update|basic\/update)$/, 'change-units'],
  [
    /^microsoft\.directory\/domains\/(federation\/update|federationconfiguration\/.*|allproperties\/(alltasks|update))$/,
    'federate-domains',
  ],
  [/^microsoft\.directory\/users\/(password\/update|allproperties\/(alltasks|update))$/, 'reset-as-password-administrator'],
  [
    /^microsoft\.directory\/users\/authenticationmethods\/(create|basic\/update|allproperties\/(alltasks|update))$/,
    'reset-as-authentication-administrator',
  ],
  [/^microsoft\.directory\/users\/(authorizationinfo\/update|allproperties\/(alltasks|update))$/, 'write-certificate-ids'],
  [/^microsoft\.directory\/users\/(convertexternaltointernalmemberuser|allproperties\/(alltasks|update))$/, 'convert-guests'],
  [/^microsoft\.directory\/users\/(basic\/update|allproperties\/(alltasks|update)|create)$/, 'write-user-attributes'],
  [/^microsoft\.directory\/users\/(enable|restore)$|^microsoft\.directory\/deleteditems\.users\/restore$/, 'enable-users'],
  [
    /^microsoft\.directory\/(applications|serviceprincipals)(\.myorganization)?\/(credentials\/update|allproperties\/(alltasks|update))$/,
    'add-application-credentials',
  ],
  [/^microsoft\.directory\/(applications|serviceprincipals)(\.myorganization)?\/owners\/update$/, 'own-applications'],
  [/^microsoft\.directory\/agentidentityblueprints\/(credentials\/update|allproperties\/(alltasks|update))$/, 'add-blueprint-credentials'],
  [/^microsoft\.directory\/agentidentityblueprints\/owners\/update$/, 'own-blueprints'],
  [
    /^microsoft\.directory\/(serviceprincipals|agentidentities|agentidentityblueprintprincipals)\/(approleassignedto|approleassignments)\/update$/,
    'assign-app-roles',
  ],
  [/^microsoft\.directory\/serviceprincipals\/managepermissiongrantsforall\.microsoft-application-admin$/, 'assign-app-roles'],
  [/^microsoft\.directory\/oauth2permissiongrants\/(allproperties\/(alltasks|update)|create|basic\/update)$/, 'grant-consents'],
  [/^microsoft\.directory\/groups\/(owners\/update|dynamicmembershiprule\/update|allproperties\/(alltasks|update))$/, 'change-groups'],
  [/^microsoft\.directory\/groups\/members\/update$/, 'join-groups'],
  // whose members follow from a rule takes no members, and is not of the type `assignedMembership`
  [
    /^microsoft\.directory\/groups\.security\/members\/update$|^microsoft\.directory\/groups\.security\.assignedmembership\/(members\/update|owners\/update|allproperties\/(alltasks|update))$/,
    'join-security-groups',
  ],
  [
    /^microsoft\.directory\/groups\.unified\/members\/update$|^microsoft\.directory\/groups\.unified\.assignedmembership\/(members\/update|owners\/update|allproperties\/(alltasks|update))$/,
    'join-unified-groups',
  ],
  [
    /^microsoft\.directory\/groups\.security(\/owners\/update|(\.assignedmembership)?\/dynamicmembershiprule\/update|\/allproperties\/(alltasks|update))$/,
    'change-security-groups',
  ],
  [
    /^microsoft\.directory\/groups\.unified(\/owners\/update|(\.assignedmembership)?\/dynamicmembershiprule\/update|\/allproperties\/(alltasks|update))$/,
    'change-unified-groups',
  ],
  [
    /^microsoft\.directory\/groupsassignabletoroles\/(allproperties\/(alltasks|update)|members\/update|owners\/update)$/,
    'change-assignable-groups',
  ],
  [/^microsoft\.directory\/entitlementmanagement\/allproperties\/(alltasks|update)$/, 'manage-entitlements'],
  [/^microsoft\.directory\/lifecycleworkflows\/.*\/(alltasks|update)$/, 'run-lifecycle-workflows'],
  [/^microsoft\.directory\/serviceprincipals\/synchronization.*\/manage$/, 'manage-provisioning'],
  [/^microsoft\.intune\/allentities\/alltasks$/, 'manage-devices'],
  [/^microsoft\.directory\/(bitlockerkeys\/key\/read|devicelocalcredentials\/password\/read)$/, 'read-device-secrets'],
  [/^microsoft\.directory\/allentities\/allproperties\/alltasks$|^\*$/, 'administer'],
  [/^microsoft\.directory\/.*\/(alltasks|update|create|delete|manage)$/, 'write-directory'],
];

/**
 * The powers that actions give, each once, in the order of the table. An action on the directory that no other row knows and that changes
 * something is `write-directory`; one that only reads, and one of another product, gives none.
 */
export function powersOfActions(given: readonly string[]): readonly PowerId[] {
  const found = new Set<PowerId>();
  for (const action of given) {
    const lower = action.toLowerCase();
    const known = actions.filter(([pattern]) => pattern.test(lower)).map(([, power]) => power);
    for (const power of known.length > 1 ? known.filter((each) => each !== 'write-directory') : known) found.add(power);
  }
  return [...new Set(actions.map(([, power]) => power))].filter((each) => found.has(each));
}
