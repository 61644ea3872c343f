import type { Application, Group, ServicePrincipal, User } from '@microsoft/microsoft-graph-types';
import { describe, expect, it } from 'vitest';
import { entraCalls } from '../../../../../connectors/microsoft/entra/asks.ts';

/** What Microsoft's own types of v1.0 have; the compiler refuses a name that is none. */
const application: readonly (keyof Application)[] = [
  'id',
  'appId',
  'displayName',
  'createdDateTime',
  'deletedDateTime',
  'signInAudience',
  'disabledByMicrosoftStatus',
  'passwordCredentials',
  'keyCredentials',
  'servicePrincipalLockConfiguration',
  'federatedIdentityCredentials',
  'owners',
];
const servicePrincipal: readonly (keyof ServicePrincipal)[] = [
  'id',
  'appId',
  'displayName',
  'deletedDateTime',
  'servicePrincipalType',
  'accountEnabled',
  'appOwnerOrganizationId',
  'alternativeNames',
  'appRoles',
  'appRoleAssignmentRequired',
  'verifiedPublisher',
  'passwordCredentials',
  'keyCredentials',
  'owners',
];
const user: readonly (keyof User)[] = ['id', 'displayName', 'userPrincipalName', 'userType', 'createdDateTime', 'deletedDateTime'];
const group: readonly (keyof Group)[] = ['id', 'displayName', 'createdDateTime', 'deletedDateTime', 'isAssignableToRole'];

const types: Readonly<Record<string, readonly string[]>> = {
  Applications: application,
  ApplicationsWithOwners: application,
  ApplicationOwners: ['id'],
  ServicePrincipals: servicePrincipal,
  ServicePrincipalsWithOwners: servicePrincipal,
  ServicePrincipalOwners: ['id'],
  'Deleted-application': application,
  'Deleted-servicePrincipal': servicePrincipal,
  'Deleted-user': user,
  'Deleted-group': group,
};

function namesIn(path: string): readonly string[] {
  const options = new URLSearchParams(path.slice(path.indexOf('?') + 1));
  const expanded = (options.get('$expand') ?? '').split(',').map((each) => each.replace(/\(.*\)$/, ''));
  return [...(options.get('$select') ?? '').split(','), ...expanded].filter((each) => each !== '');
}

describe('the members that are asked for', () => {
  it.each(Object.entries(types))('of %s are members of v1.0', (name, known) => {
    const call = entraCalls.find((each) => each.name === name);
    expect(call?.service).toBe('graph');
    const names = namesIn(call?.path({ application: 'x', servicePrincipal: 'x' }) ?? '');
    expect(names.length).toBeGreaterThan(0);
    for (const each of names) expect(known).toContain(each);
  });
});
