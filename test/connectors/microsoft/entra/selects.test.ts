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

/** Names that Microsoft's own types have: the compiler refuses any other. */
function of<T>() {
  return (...names: readonly (keyof T & string)[]): readonly string[] => names;
}

/** What each call selects, by Microsoft's own types of v1.0. */
const selected: Readonly<Record<string, readonly string[]>> = {
  AdministrativeUnitMembers: of<DirectoryObject>()('id'),
  AdministrativeUnits: of<AdministrativeUnit>()('id', 'displayName', 'isMemberManagementRestricted', 'visibility'),
  ApplicationOwners: of<DirectoryObject>()('id'),
  Applications: of<Application>()(
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
  ApplicationsWithOwners: of<Application>()('id'),
  'Deleted-application': of<Application>()(
    'id',
    'appId',
    'displayName',
    'createdDateTime',
    'deletedDateTime',
    'passwordCredentials',
    'keyCredentials',
  ),
  'Deleted-group': of<Group>()('id', 'displayName', 'createdDateTime', 'deletedDateTime', 'isAssignableToRole'),
  'Deleted-servicePrincipal': of<ServicePrincipal>()(
    'id',
    'appId',
    'displayName',
    'servicePrincipalType',
    'deletedDateTime',
    'appOwnerOrganizationId',
    'passwordCredentials',
    'keyCredentials',
  ),
  'Deleted-user': of<User>()('id', 'displayName', 'userPrincipalName', 'userType', 'createdDateTime', 'deletedDateTime'),
  Groups: of<Group>()(
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
  Organization: of<Organization>()('id', 'displayName', 'assignedPlans'),
  RoleDefinitions: of<UnifiedRoleDefinition>()('id', 'templateId', 'displayName', 'isBuiltIn', 'isEnabled', 'rolePermissions'),
  ServicePrincipalOwners: of<DirectoryObject>()('id'),
  ServicePrincipals: of<ServicePrincipal>()(
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
  ServicePrincipalsWithOwners: of<ServicePrincipal>()('id'),
  SignInActivity: of<User>()('id', 'signInActivity'),
  Users: of<User>()(
    'id',
    'displayName',
    'userPrincipalName',
    'userType',
    'accountEnabled',
    'createdDateTime',
    'lastPasswordChangeDateTime',
    'onPremisesSyncEnabled',
    'onPremisesImmutableId',
    'employeeId',
    'isResourceAccount',
  ),
};

/** Relations that requests expand, each a member of what is listed. */
const expanded: Readonly<Record<string, readonly string[]>> = {
  Applications: of<Application>()('federatedIdentityCredentials'),
  ApplicationsWithOwners: of<Application>()('owners'),
  ServicePrincipalsWithOwners: of<ServicePrincipal>()('owners'),
};

const calls = entraAreas.flatMap((each) => each.calls).filter(({ service }) => service === 'graph');

function named(call: MicrosoftCall, option: string): readonly string[] {
  const path = call.path({});
  const told = path.includes('?') ? new URLSearchParams(path.slice(path.indexOf('?'))).get(option) : null;
  return told === null ? [] : told.split(',').map((name) => name.replace(/\(.*$/, ''));
}

describe('what requests to Microsoft Graph v1.0 name', () => {
  it('are properties of Microsoft’s own types, call by call', () => {
    const own = Object.fromEntries(calls.map((call) => [call.name, named(call, '$select')] as const).filter(([, names]) => names.length > 0));
    expect(own).toEqual(selected);
  });

  it.each(Object.entries(expanded))('%s expands relations of Microsoft’s own types', (name, relations) => {
    const call = calls.find((each) => each.name === name);
    expect(call === undefined ? [] : named(call, '$expand')).toEqual(relations);
  });
});
