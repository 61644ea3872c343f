import type { JsonObject } from '../../../src/base/json.ts';
import { lastName } from '../access/made.ts';
import type { Call, Paging } from './call.ts';
import { iamPaging } from './call.ts';

const gone = ['NoSuchEntityException', 'NoSuchEntity'];
const surface = 'aws:probes';

/** Asked of IAM about one user, group or role, whose ARN is `args.arn`: requests take the name. */
function iam(operation: string, member: string, paging: Paging | null, more: (args: JsonObject) => JsonObject = () => ({})): Call {
  return {
    surface,
    task: operation,
    service: 'iam',
    operation,
    actions: [`iam:${operation}`],
    by: 'account',
    paging,
    answers: gone,
    input: (args) => ({ [member]: lastName(textOf(args['arn'])), ...more(args) }),
  };
}

function textOf(arg: JsonObject[string]): string {
  return typeof arg === 'string' ? arg : '';
}

function policyName({ policy }: JsonObject): JsonObject {
  return { PolicyName: textOf(policy) };
}

/** How many the group's list of members holds says nothing of whether the group is there. */
function oneMember(): JsonObject {
  return { MaxItems: 1 };
}

/** Asked of a directory of IAM Identity Center about one of its own. */
function directory(operation: string, input: Call['input']): Call {
  return {
    surface,
    task: operation,
    service: 'identitystore',
    operation,
    actions: [`identitystore:${operation}`],
    by: 'hub',
    paging: null,
    answers: ['ResourceNotFoundException'],
    input,
  };
}

/** What only a verification asks: single things by their names. No scan does. */
export const probeCalls: readonly Call[] = [
  iam('GetUser', 'UserName', null),
  iam('GetRole', 'RoleName', null),
  iam('GetGroup', 'GroupName', null, oneMember),
  iam('ListAttachedUserPolicies', 'UserName', iamPaging),
  iam('ListAttachedRolePolicies', 'RoleName', iamPaging),
  iam('ListAttachedGroupPolicies', 'GroupName', iamPaging),
  iam('GetUserPolicy', 'UserName', null, policyName),
  iam('GetRolePolicy', 'RoleName', null, policyName),
  iam('GetGroupPolicy', 'GroupName', null, policyName),
  iam('ListGroupsForUser', 'UserName', iamPaging),
  // tells which directory an instance has, without which nothing can be asked of that
  {
    surface,
    task: 'ListInstances',
    service: 'sso-admin',
    operation: 'ListInstances',
    actions: ['sso:ListInstances'],
    by: 'hub',
    paging: { ask: 'NextToken', next: 'NextToken', size: { MaxResults: 100 } },
    input: () => ({}),
  },
  directory('DescribeUser', ({ identityStore, user }) => ({ IdentityStoreId: identityStore ?? null, UserId: user ?? null })),
  directory('DescribeGroup', ({ identityStore, group }) => ({ IdentityStoreId: identityStore ?? null, GroupId: group ?? null })),
];
