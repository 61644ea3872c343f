import type {
  AdministrativeUnit,
  Application,
  DirectoryObject,
  Group,
  Organization,
  ServicePrincipal,
  UnifiedRoleDefinition,
  User,
} from '@microsoft/microsoft-graph-types';
import { describe, expect, it } from 'vitest';
import type { MicrosoftCall } from '../../../../connectors/microsoft/call.ts';
import { entraAreas } from '../../../../connectors/microsoft/entra/areas.ts';

interface Types {
  readonly administrativeUnit: AdministrativeUnit;
  readonly application: Application;
  readonly directoryObject: DirectoryObject;
  readonly group: Group;
  readonly organization: Organization;
  readonly servicePrincipal: ServicePrincipal;
  readonly unifiedRoleDefinition: UnifiedRoleDefinition;
  readonly user: User;
}

/** Names that Microsoft's own type has: the compiler refuses any other. */
function of<K extends keyof Types>(_: K, ...names: readonly (keyof Types[K] & string)[]): readonly string[] {
  return names;
}

/** What each call selects, by Microsoft's own types of v1.0. */
const selected: Readonly<Record<string, readonly string[]>> = {
  AdministrativeUnitMembers: of('directoryObject', 'id'),
  AdministrativeUnits: of('administrativeUnit', 'id', 'displayName', 'isMemberManagementRestricted', 'visibility'),
  ApplicationOwners: of('directoryObject', 'id'),
  Applications: of(
    'application',
    'id',
    'appId',
    'displayName',
    'createdDateTime',
    'signInAudience',
    'disabledByMicrosoftStatus',
    'passwordCredentials',
    'keyCredentials',
    'servicePrincipalLockConfiguration',
  ),
  ApplicationsWithOwners: of('application', 'id'),
  'Deleted-application': of(
    'application',
    'id',
    'appId',
    'displayName',
    'createdDateTime',
    'deletedDateTime',
    'passwordCredentials',
    'keyCredentials',
  ),
  'Deleted-group': of('group', 'id', 'displayName', 'createdDateTime', 'deletedDateTime', 'isAssignableToRole'),
  'Deleted-servicePrincipal': of(
    'servicePrincipal',
    'id',
    'appId',
    'displayName',
    'servicePrincipalType',
    'deletedDateTime',
    'appOwnerOrganizationId',
    'passwordCredentials',
    'keyCredentials',
  ),
  'Deleted-user': of('user', 'id', 'displayName', 'userPrincipalName', 'userType', 'createdDateTime', 'deletedDateTime'),
  Groups: of(
    'group',
    'id',
    'displayName',
    'createdDateTime',
    'isAssignableToRole',
    'mailEnabled',
    'membershipRule',
    'onPremisesSyncEnabled',
    'securityEnabled',
    'visibility',
  ),
  Organization: of('organization', 'id', 'displayName', 'assignedPlans'),
  RoleDefinitions: of('unifiedRoleDefinition', 'id', 'templateId', 'displayName', 'isBuiltIn', 'isEnabled', 'rolePermissions'),
  ServicePrincipalOwners: of('directoryObject', 'id'),
  ServicePrincipals: of(
    'servicePrincipal',
    'id',
    'appId',
    'displayName',
    'servicePrincipalType',
    'accountEnabled',
    'appOwnerOrganizationId',
    'alternativeNames',
    'appRoles',
    'appRoleAssignmentRequired',
    'verifiedPublisher',
    'passwordCredentials',
    'keyCredentials',
  ),
  ServicePrincipalsWithOwners: of('servicePrincipal', 'id'),
  SignInActivity: of('user', 'id', 'signInActivity'),
  Users: of(
    'user',
    'id',
    'displayName',
    'userPrincipalName',
    'userType',
    'externalUserState',
    'accountEnabled',
    'createdDateTime',
    'lastPasswordChangeDateTime',
    'onPremisesSyncEnabled',
    'onPremisesImmutableId',
    'employeeId',
    'mail',
    'isResourceAccount',
  ),
};

/** Relations that requests expand, each a member of what is listed. */
const expanded: Readonly<Record<string, readonly string[]>> = {
  Applications: of('application', 'federatedIdentityCredentials'),
  ApplicationsWithOwners: of('application', 'owners'),
  ServicePrincipalsWithOwners: of('servicePrincipal', 'owners'),
};

const calls = entraAreas.flatMap((each) => each.calls).filter(({ service }) => service === 'graph');

function named(call: MicrosoftCall, option: string): readonly string[] {
  const path = call.path({});
  const told = path.includes('?') ? new URLSearchParams(path.slice(path.indexOf('?'))).get(option) : null;
  return told === null ? [] : told.split(',').map((name) => name.replace(/\(.*$/, ''));
}

describe('what requests to Microsoft Graph v1.0 name', () => {
  it('are properties of Microsoft’s own types, call by call', () => {
    const own = Object.fromEntries(
      calls.map((call) => [call.name, named(call, '$select')] as const).filter(([, names]) => names.length > 0),
    );
    const alone = { ProbeApplication: 'Applications', ProbeServicePrincipal: 'ServicePrincipals', ProbeUser: 'Users' };
    const byId = Object.fromEntries(Object.entries(alone).map(([one, list]) => [one, selected[list]]));
    expect(own).toEqual({ ...selected, ...byId, ProbeGroup: of('group', 'id', 'visibility') });
  });

  it.each(Object.entries(expanded))('%s expands relations of Microsoft’s own types', (name, relations) => {
    const call = calls.find((each) => each.name === name);
    expect(call === undefined ? [] : named(call, '$expand')).toEqual(relations);
  });
});
