import type { Asked, Service } from './answer.ts';
import { given, page, ServiceError, sizeOf } from './answer.ts';
import type { Assigned, Directory, PermissionSet, Person } from './directory.ts';
import { REGION } from './options.ts';
import type { World } from './world.ts';
import type { Value } from './xml.ts';

const MOST = 100;
const MADE = 1_709_280_000;

/** `sso-admin`: permission sets, assignments and what became of requests to change them. */
export function identityCenterService(world: World): Service {
  const { directory } = world;
  return (asked) => {
    const { operation, input } = asked;
    if (operation === 'ListInstances') {
      const own = { InstanceArn: directory.instance, IdentityStoreId: directory.store, OwnerAccountId: world.management };
      return paged('Instances', [{ ...own, Name: 'acme', Status: 'ACTIVE', CreatedDate: MADE, PrimaryRegion: REGION }], asked);
    }
    if (given(asked, 'InstanceArn') !== directory.instance)
      throw new ServiceError('ResourceNotFoundException', 'there is no such instance');
    switch (operation) {
      case 'ListPermissionSets':
        return paged(
          'PermissionSets',
          directory.sets.map(({ arn }) => arn),
          asked,
        );
      case 'DescribePermissionSet': {
        const { arn, name, session } = setAt(directory, asked);
        return { PermissionSet: { Name: name, PermissionSetArn: arn, CreatedDate: MADE, SessionDuration: session } };
      }
      case 'ListManagedPoliciesInPermissionSet':
        return paged(
          'AttachedManagedPolicies',
          setAt(directory, asked).managed.map((Arn) => ({ Arn, Name: Arn.slice(Arn.lastIndexOf('/') + 1) })),
          asked,
        );
      case 'ListCustomerManagedPolicyReferencesInPermissionSet':
        setAt(directory, asked);
        return paged('CustomerManagedPolicyReferences', [], asked);
      case 'GetInlinePolicyForPermissionSet': {
        const { inline } = setAt(directory, asked);
        return { InlinePolicy: inline === null ? '' : JSON.stringify(inline) };
      }
      case 'GetPermissionsBoundaryForPermissionSet': {
        const { boundary } = setAt(directory, asked);
        if (boundary === null) throw new ServiceError('ResourceNotFoundException', 'the permission set has no permissions boundary');
        return { PermissionsBoundary: { ManagedPolicyArn: boundary } };
      }
      case 'ListAccountsForProvisionedPermissionSet': {
        const set = setAt(directory, asked);
        const all = input['ProvisioningStatus'] === 'LATEST_PERMISSION_SET_NOT_PROVISIONED' ? set.stale : [...set.assigned.keys()];
        return paged('AccountIds', all, asked);
      }
      case 'ListAccountAssignments': {
        const account = given(asked, 'AccountId');
        const { arn, assigned } = setAt(directory, asked);
        return paged(
          'AccountAssignments',
          (assigned.get(account) ?? []).map((who) => assignment(arn, account, who)),
          asked,
        );
      }
      case 'ListAccountAssignmentsForPrincipal':
        return paged(
          'AccountAssignments',
          assignmentsOf(directory, { type: given(asked, 'PrincipalType') as Assigned['type'], id: given(asked, 'PrincipalId') }),
          asked,
        );
      case 'ListAccountAssignmentDeletionStatus': {
        const wanted = (input['Filter'] as { Status?: string } | undefined)?.Status ?? 'FAILED';
        const failed = directory.failed.map(({ request }) => ({ Status: 'FAILED', RequestId: request, CreatedDate: MADE }));
        return paged('AccountAssignmentsDeletionStatus', wanted === 'FAILED' ? failed : [], asked);
      }
      case 'ListAccountAssignmentCreationStatus':
        return paged('AccountAssignmentsCreationStatus', [], asked);
      case 'DescribeAccountAssignmentDeletionStatus': {
        const id = given(asked, 'AccountAssignmentDeletionRequestId');
        const failed = directory.failed.find(({ request }) => request === id);
        if (failed === undefined) throw new ServiceError('ResourceNotFoundException', `there is no request ${id}`);
        const { set, account, who } = failed;
        const target = {
          TargetId: account,
          TargetType: 'AWS_ACCOUNT',
          PermissionSetArn: set,
          PrincipalType: who.type,
          PrincipalId: who.id,
        };
        return {
          AccountAssignmentDeletionStatus: {
            Status: 'FAILED',
            RequestId: id,
            FailureReason: 'the role is in use',
            ...target,
            CreatedDate: MADE,
          },
        };
      }
      default:
        return undefined;
    }
  };
}

/** `identitystore`: users, groups and memberships. */
export function identityStoreService(world: World): Service {
  const { directory } = world;
  return (asked) => {
    const IdentityStoreId = given(asked, 'IdentityStoreId');
    if (IdentityStoreId !== directory.store) throw new ServiceError('ResourceNotFoundException', 'there is no such identity store');
    switch (asked.operation) {
      case 'ListUsers':
        return paged(
          'Users',
          directory.people.map((person) => user(IdentityStoreId, person)),
          asked,
        );
      case 'ListGroups':
        return paged(
          'Groups',
          directory.groups.map(({ id, name }) => ({ IdentityStoreId, GroupId: id, DisplayName: name, CreatedAt: MADE })),
          asked,
        );
      case 'ListGroupMemberships': {
        const group = given(asked, 'GroupId');
        const members = directory.people.filter(({ groups }) => groups.includes(group));
        const all = members.map(({ id }) => ({
          IdentityStoreId,
          MembershipId: `${group.slice(0, 8)}-${id}`,
          GroupId: group,
          MemberId: { UserId: id },
          CreatedAt: MADE,
        }));
        return paged('GroupMemberships', all, asked);
      }
      default:
        return undefined;
    }
  };
}

/** All that leads a principal to an account, its groups' assignments among them: AWS answers for a user with both. */
export function assignmentsOf(directory: Directory, who: Assigned): readonly Value[] {
  const groups = who.type === 'GROUP' ? [who.id] : (directory.people.find(({ id }) => id === who.id)?.groups ?? []);
  return directory.sets.flatMap(({ arn, assigned }) =>
    [...assigned].flatMap(([account, list]) =>
      list
        .filter((each) => (each.type === 'GROUP' ? groups.includes(each.id) : who.type === 'USER' && each.id === who.id))
        .map((each) => assignment(arn, account, each)),
    ),
  );
}

function assignment(PermissionSetArn: string, AccountId: string, { type, id }: Assigned): Value {
  return { AccountId, PermissionSetArn, PrincipalType: type, PrincipalId: id };
}

function user(IdentityStoreId: string, { id, name, enabled }: Person): Value {
  return { IdentityStoreId, UserId: id, UserName: name, DisplayName: name, UserStatus: enabled ? 'ENABLED' : 'DISABLED', CreatedAt: MADE };
}

function setAt(directory: Directory, asked: Asked): PermissionSet {
  const arn = given(asked, 'PermissionSetArn');
  const set = directory.sets.find((each) => each.arn === arn);
  if (set === undefined) throw new ServiceError('ResourceNotFoundException', `there is no ${arn}`);
  return set;
}

function paged(member: string, all: readonly Value[], { input }: Asked): Value {
  const { items, next } = page(all, input['NextToken'], sizeOf(input['MaxResults'], MOST));
  return { [member]: items, NextToken: next };
}
