import type { Account } from './account.ts';
import { assignmentsOf } from './identity-center.ts';
import { detailItems, detailsPage } from './iam.ts';
import type { World } from './world.ts';
import { inUse } from './world.ts';

/** The fewest calls of each operation that tell all that is asked for, worked out from the organization itself. */
export type Fewest = ReadonlyMap<string, number>;

/**
 * What a scan by default needs: everything by the longest page a service gives, and nothing about a user that the account's credential
 * report tells. Of two ways to learn the same, the one with fewer calls. An account's calls follow from the account alone.
 */
export function fewestCalls(world: World, accountAt: (id: string) => Account): Fewest {
  const fewest = new Map<string, number>();
  function need(operation: string, calls: number): void {
    fewest.set(operation, (fewest.get(operation) ?? 0) + calls);
  }
  organization(world, need);
  identityCenter(world, need);
  for (const place of world.places.filter(inUse)) {
    const account = accountAt(place.id);
    if (place.index > 0) need('sts:AssumeRole', 1);
    need('iam:GetAccountAuthorizationDetails', pages(detailItems(account).length, detailsPage(place, 1000)));
    need('iam:ListRoles', pages(account.details.RoleDetailList.length, 1000));
    for (const once of oncePerAccount) need(once, 1);
    need('iam:GetOpenIDConnectProvider', account.oidcProviders.length);
    // The report tells neither the ids of keys and certificates nor that a user has SSH keys.
    need('iam:ListAccessKeys', account.people.filter(({ keys }) => keys.length > 0).length);
    need('iam:ListSigningCertificates', account.people.filter(({ certificateAt }) => certificateAt !== null).length);
    need('iam:ListSSHPublicKeys', account.people.length);
  }
  return fewest;
}

const oncePerAccount = [
  'iam:GenerateCredentialReport',
  'iam:GetCredentialReport',
  'iam:GetAccountSummary',
  'iam:ListVirtualMFADevices',
  'iam:ListServiceSpecificCredentials',
  'iam:ListOpenIDConnectProviders',
  'iam:ListSAMLProviders',
  'iam:ListDelegationRequests',
  'iam:GetOutboundWebIdentityFederationInfo',
  // of the one region in which changes of IAM are recorded
  'cloudtrail:LookupEvents',
  'cloudtrail:DescribeTrails',
];

function organization({ places, policies, delegated, units }: World, need: (operation: string, calls: number) => void): void {
  need('sts:GetCallerIdentity', 1);
  for (const once of ['DescribeOrganization', 'ListRoots', 'DescribeResourcePolicy', 'ListAWSServiceAccessForOrganization']) {
    need(`organizations:${once}`, 1);
  }
  need('organizations:ListDelegatedAdministrators', pages(delegated.length, 20));
  need('iam:ListOrganizationsFeatures', 1);
  need('organizations:ListDelegatedServicesForAccount', delegated.length);
  // The accounts' paths tell the tree. One page in between is empty.
  need('organizations:ListAccounts', pages(places.length, 20) + (places.length > 20 ? 1 : 0));
  for (const type of ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY'] as const) {
    const ofType = policies.filter((policy) => policy.type === type);
    need('organizations:ListPolicies', pages(ofType.length, 20));
    need('organizations:DescribePolicy', ofType.length);
    const byPolicy = sum(ofType.map(({ targets }) => pages(targets.length, 20)));
    const byNode = 1 + units.length + places.length;
    need(byPolicy <= byNode ? 'organizations:ListTargetsForPolicy' : 'organizations:ListPoliciesForTarget', Math.min(byPolicy, byNode));
  }
}

function identityCenter({ directory }: World, need: (operation: string, calls: number) => void): void {
  const { sets, groups, people, failed } = directory;
  need('sso:ListInstances', 1);
  need('sso:ListPermissionSets', pages(sets.length, 100));
  for (const part of ['DescribePermissionSet', 'GetInlinePolicyForPermissionSet', 'GetPermissionsBoundaryForPermissionSet'])
    need(`sso:${part}`, sets.length);
  for (const part of ['ListManagedPoliciesInPermissionSet', 'ListCustomerManagedPolicyReferencesInPermissionSet'])
    need(`sso:${part}`, sets.length);
  need('sso:ListAccountsForProvisionedPermissionSet', sum(sets.map(({ stale }) => pages(stale.length, 100))));
  need('sso:ListAccountAssignmentDeletionStatus', pages(failed.length, 100));
  need('sso:ListAccountAssignmentCreationStatus', 1);
  need('sso:DescribeAccountAssignmentDeletionStatus', failed.length);
  need('account-access:ListApplications', 1);
  need('identitystore:ListUsers', pages(people.length, 100));
  need('identitystore:ListGroups', pages(groups.length, 100));
  const assigned = new Set(
    sets
      .flatMap(({ assigned: all }) => [...all.values()].flat())
      .filter(({ type }) => type === 'GROUP')
      .map(({ id }) => id),
  );
  const members = [...assigned].map((id) => people.filter((person) => person.groups.includes(id)).length);
  need('identitystore:ListGroupMemberships', sum(members.map((count) => pages(count, 100))));
  const everyone = [
    ...groups.map(({ id }) => ({ type: 'GROUP', id }) as const),
    ...people.map(({ id }) => ({ type: 'USER', id }) as const),
  ];
  const byPrincipal = sum(everyone.map((who) => pages(assignmentsOf(directory, who).length, 100)));
  const provisioned = sum(sets.map(({ assigned: all }) => pages(all.size, 100)));
  const byPair = provisioned + sum(sets.flatMap(({ assigned: all }) => [...all.values()].map((list) => pages(list.length, 100))));
  if (byPrincipal <= byPair) need('sso:ListAccountAssignmentsForPrincipal', byPrincipal);
  else {
    need('sso:ListAccountsForProvisionedPermissionSet', provisioned);
    need('sso:ListAccountAssignments', byPair - provisioned);
  }
}

/** A list that is empty takes a page too. */
function pages(items: number, size: number): number {
  return Math.max(1, Math.ceil(items / size));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
