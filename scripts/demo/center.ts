import { callOf } from '../../connectors/aws/calls/list.ts';
import type { Json, JsonObject } from '../../src/base/json.ts';
import type { DemoDay } from '../../src/demo/days.ts';
import type { Task } from '../../src/model/page.ts';
import { guidOf, objectId } from '../../test/connectors/microsoft/world/identifiers.ts';

/*
 * The company's IAM Identity Center, which Entra ID provisions: its groups and people name the objects they were made of. Forms: the API
 * references of IAM Identity Center and its identity store.
 */

const account = '111122223333';
const instance = 'arn:aws:sso:::instance/ssoins-6987a1b2c3d4e5f6';
const store = 'd-99670f0c1d';
const set = 'arn:aws:sso:::permissionSet/ssoins-6987a1b2c3d4e5f6/ps-0a1b2c3d4e5f6071';
const people = ['bo.lindqvist', 'farah.aziz', 'sven.dahl'];
const administrators = 'aws-administrators';

function idOf(name: string): string {
  return guidOf('identity store', name);
}

/** What was made of it, by whom, and when. */
function made(name: string): JsonObject {
  const ExternalIds = [{ Issuer: 'https://sts.windows.net/', Id: objectId(name.replace('.', '-')) }];
  return { IdentityStoreId: store, ExternalIds, CreatedAt: '2025-06-01T08:00:00.000Z' };
}

/** Who is in the copy: put there while the original was switched on, and never taken out. */
function membersOn(day: DemoDay): readonly string[] {
  return day < '2026-10-16' ? [] : ['sven.dahl'];
}

/** The page that answers a task on a day. Throws for a task it has no answer to. */
export function centerAnswer(day: DemoDay, task: Task): Json {
  const args = task.args as JsonObject;
  switch (callOf(task)?.operation ?? args['call']) {
    case 'GetCallerIdentity':
      return { Account: account, Arn: `arn:aws:sts::${account}:assumed-role/vestige/vestige`, UserId: 'AROAKESTRELZZZZZZZZ40:vestige' };
    case 'ListInstances':
      return { Instances: [{ InstanceArn: instance, IdentityStoreId: store, OwnerAccountId: account, Status: 'ACTIVE', Name: null }] };
    case 'ListPermissionSets':
      return { PermissionSets: [set] };
    case 'DescribePermissionSet':
      return {
        PermissionSet: {
          Name: 'AdministratorAccess',
          PermissionSetArn: set,
          SessionDuration: 'PT4H',
          CreatedDate: '2025-06-01T08:00:00.000Z',
        },
      };
    case 'ListManagedPoliciesInPermissionSet':
      return { AttachedManagedPolicies: [{ Name: 'AdministratorAccess', Arn: 'arn:aws:iam::aws:policy/AdministratorAccess' }] };
    case 'ListCustomerManagedPolicyReferencesInPermissionSet':
      return { CustomerManagedPolicyReferences: [] };
    case 'GetInlinePolicyForPermissionSet':
      return { InlinePolicy: '' };
    case 'GetPermissionsBoundaryForPermissionSet':
      return { error: { name: 'ResourceNotFoundException', message: 'there is none' } };
    case 'ListUsers':
      return {
        Users: people.map((name) => ({
          ...made(name),
          UserId: idOf(name),
          UserName: `${name}@kestrel-freight.example`,
          UserStatus: 'ENABLED',
        })),
      };
    case 'ListGroups':
      return { Groups: [administrators].map((name) => ({ ...made(name), GroupId: idOf(name), DisplayName: name })) };
    case 'ListGroupMemberships':
      return {
        GroupMemberships: membersOn(day).map((name) => ({
          IdentityStoreId: store,
          MembershipId: guidOf('membership', name),
          GroupId: args['group'] ?? null,
          MemberId: { UserId: idOf(name) },
          CreatedAt: '2026-10-16T05:20:00.000Z',
          CreatedBy: `arn:aws:iam::${account}:role/scim`,
        })),
      };
    case 'ListAccountsForProvisionedPermissionSet':
      return { AccountIds: task.surface === 'aws:identity-center-provisioning' ? [] : [account] };
    case 'ListAccountAssignments':
      return {
        AccountAssignments: [{ AccountId: account, PermissionSetArn: set, PrincipalType: 'GROUP', PrincipalId: idOf(administrators) }],
      };
    case 'ListAccountAssignmentDeletionStatus':
      return { AccountAssignmentsDeletionStatus: [] };
    case 'ListAccountAssignmentCreationStatus':
      return { AccountAssignmentsCreationStatus: [] };
    case 'ListApplications':
      return { applications: [] };
    default:
      throw new Error(`no answer to ${JSON.stringify(task)}`);
  }
}
