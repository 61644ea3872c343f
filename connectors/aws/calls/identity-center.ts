import type { JsonObject } from '../../../src/base/json.ts';
import type { AwsService, Call, Paging } from './call.ts';
import { nothing } from './call.ts';

/** Paging of both APIs of IAM Identity Center: `NextToken` both ways, up to 100 items (their API references). */
const size: JsonObject = { MaxResults: 100 };
const pages: Paging = { ask: 'NextToken', next: 'NextToken', size };

/** Members of requests and the args they are made from; args that are not there are left out. */
function from(names: Readonly<Record<string, string>>, always: JsonObject = {}): Call['input'] {
  return (args) => ({
    ...always,
    ...Object.fromEntries(Object.entries(names).flatMap(([member, arg]) => (args[arg] === undefined ? [] : [[member, args[arg]]]))),
  });
}

const ofSet = { InstanceArn: 'instance', PermissionSetArn: 'permissionSet' };
const next = { NextToken: 'token' };

interface Row {
  readonly surface: string;
  readonly operation: string;
  readonly action: string;
  readonly paging: Call['paging'];
  readonly input: Call['input'];
  readonly answers?: readonly string[];
}

function rows(service: AwsService, prefix: string, all: readonly Omit<Row, 'action'>[]): readonly Call[] {
  return all.map((each) => ({
    ...each,
    task: each.operation,
    service,
    actions: [`${prefix}:${each.operation}`],
    by: 'hub' as const,
  }));
}

const center = { surface: 'aws:identity-center' };
const sets = { surface: 'aws:permission-sets' };
const directory = { surface: 'aws:identity-center-directory' };
const assignments = { surface: 'aws:identity-center-assignments' };
const provisioning = { surface: 'aws:identity-center-provisioning' };
const accountAccess = { surface: 'aws:account-access' };

/** What is asked of IAM Identity Center, always with the credentials the scan starts from. */
export const identityCenterCalls: readonly Call[] = [
  ...rows('sso-admin', 'sso', [
    { ...center, operation: 'ListInstances', paging: pages, input: nothing },
    { ...center, operation: 'ListPermissionSets', paging: 'by-task', input: from({ InstanceArn: 'instance', ...next }, size) },
    { ...center, operation: 'DescribePermissionSet', paging: null, input: from(ofSet) },
    { ...sets, operation: 'ListManagedPoliciesInPermissionSet', paging: pages, input: from(ofSet) },
    { ...sets, operation: 'ListCustomerManagedPolicyReferencesInPermissionSet', paging: pages, input: from(ofSet) },
    { ...sets, operation: 'GetInlinePolicyForPermissionSet', paging: null, input: from(ofSet) },
    // that there is none is told as an error
    {
      ...sets,
      operation: 'GetPermissionsBoundaryForPermissionSet',
      paging: null,
      input: from(ofSet),
      answers: ['ResourceNotFoundException'],
    },
    { ...assignments, operation: 'ListAccountsForProvisionedPermissionSet', paging: 'by-task', input: from({ ...ofSet, ...next }, size) },
    {
      ...assignments,
      operation: 'ListAccountAssignments',
      paging: 'by-task',
      input: from({ ...ofSet, AccountId: 'account', ...next }, size),
    },
    {
      ...assignments,
      operation: 'ListAccountAssignmentsForPrincipal',
      paging: 'by-task',
      input: from({ InstanceArn: 'instance', PrincipalType: 'type', PrincipalId: 'principal', ...next }, size),
    },
    {
      ...provisioning,
      operation: 'ListAccountsForProvisionedPermissionSet',
      paging: 'by-task',
      input: from({ ...ofSet, ...next }, { ...size, ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED' }),
    },
    ...(['Deletion', 'Creation'] as const).flatMap((what) => [
      {
        ...provisioning,
        operation: `ListAccountAssignment${what}Status`,
        paging: pages,
        input: from({ InstanceArn: 'instance' }, { Filter: { Status: 'FAILED' } }),
      },
      {
        ...provisioning,
        operation: `DescribeAccountAssignment${what}Status`,
        paging: null,
        input: from({ InstanceArn: 'instance', [`AccountAssignment${what}RequestId`]: 'request' }),
      },
    ]),
  ]),
  ...rows('identitystore', 'identitystore', [
    { ...directory, operation: 'ListUsers', paging: 'by-task', input: from({ IdentityStoreId: 'identityStore', ...next }, size) },
    { ...directory, operation: 'ListGroups', paging: 'by-task', input: from({ IdentityStoreId: 'identityStore', ...next }, size) },
    {
      ...directory,
      operation: 'ListGroupMemberships',
      paging: pages,
      input: from({ IdentityStoreId: 'identityStore', GroupId: 'group' }),
    },
  ]),
  // How many a page may hold is not documented: the service decides. A filter without a member takes all.
  ...rows('account-access', 'account-access', [
    { ...accountAccess, operation: 'ListApplications', paging: 'by-task', input: from({ nextToken: 'token' }) },
    {
      ...accountAccess,
      operation: 'ListEntitlements',
      paging: 'by-task',
      input: from({ applicationArn: 'application', nextToken: 'token' }, { filter: {} }),
    },
  ]),
];
