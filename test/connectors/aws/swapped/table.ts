import type { Json, JsonObject } from '../../../../src/base/json.ts';
import type { Task } from '../../../../src/model/page.ts';
import { management, organization, prod, root } from '../support/organization.ts';
import { account as hub, arn, other } from '../support/estate.ts';
import { deleted, ownKey, region, regionalArn, secret } from '../regional/estate.ts';
import {
  app,
  browser,
  definition,
  interpreter,
  machine,
  notebook,
  runtime,
  runtimeArn,
  stackSet,
  template,
  workflows,
} from '../regional/workload-estate.ts';
import { setArn, store } from '../identity-center/estate.ts';

/** What of an honest answer is written over, and with what, so that it is one about another thing: texts of its JSON. `asked`: what is named as asked for, where that is not what is written over. */
export type Swap = readonly [from: string, to: string, asked?: string];

/** An operation, by its surface and the `call` of its tasks, each of whose ids is held. */
export interface Held {
  readonly swaps: readonly Swap[];
  /** Asked so, and answered so, where the scan of the tests' organization has no such answer. */
  readonly place?: { readonly task: Task; readonly body: Json };
}

const ofHub = `aws:${hub}`;
const user = (name: string): Swap => [`"UserName":"${name}"`, '"UserName":"zoe"'];
const inAccount: Swap = [hub, other];
const inRegion: Swap = [`:${region}:`, ':ap-south-1:'];
const inOrganization: readonly Swap[] = [
  [organization.id, 'o-zzzzzzzzzz'],
  [`::${management}:`, `::${other}:`],
];
const inInstance: Swap = ['ssoins-0123456789abcdef', 'ssoins-9999999999999999'];
const inStore: Swap = [store, 'd-9999999999'];
const regional = { swaps: [inAccount, inRegion] };

function usersTask(surface: string, args: JsonObject): Task {
  return { boundary: ofHub, surface: `aws:${surface}`, args };
}

const instance = 'arn:aws:sso:::instance/ssoins-0123456789abcdef';

function assignmentsTask(args: JsonObject): Task {
  return {
    boundary: 'aws:identity-center/ssoins-0123456789abcdef',
    surface: 'aws:identity-center-assignments',
    args: { instance, ...args },
  };
}

function assigned(PrincipalType: string, PrincipalId: string): JsonObject {
  return { AccountId: other, PermissionSetArn: setArn('Admin'), PrincipalType, PrincipalId };
}

const saml = { SAMLProviderList: [{ Arn: arn('saml-provider/corp'), CreateDate: '2025-01-01T00:00:00.000Z' }] };
const keyspaces = {
  UserName: 'ann',
  ServiceName: 'cassandra.amazonaws.com',
  ServiceUserName: `ann-at-${hub}`,
  ServiceSpecificCredentialId: 'ACCA2',
  Status: 'Active',
  CreateDate: '2025-01-01T00:00:00.000Z',
};
const delegation = {
  ResourcePolicy: {
    ResourcePolicySummary: { Id: 'rp-11111111', Arn: `arn:aws:organizations::${management}:resourcepolicy/${organization.id}/rp-11111111` },
    Content: '{"Version":"2012-10-17","Statement":[]}',
  },
};

export const held: Readonly<Record<string, Held>> = {
  'aws:authorization-details': { swaps: [inAccount] },
  'aws:role-settings': { swaps: [inAccount] },
  'aws:credential-report': { swaps: [inAccount] },
  'aws:access-keys ListAccessKeys': { swaps: [user('ann')] },
  'aws:access-keys GetAccessKeyLastUsed': { swaps: [user('ann')] },
  'aws:login-profiles': {
    place: {
      task: usersTask('login-profiles', { user: arn('user/ann') }),
      body: { LoginProfile: { UserName: 'ann', CreateDate: '2025-01-01T00:00:00.000Z', PasswordResetRequired: false } },
    },
    swaps: [user('ann')],
  },
  'aws:mfa-devices ListVirtualMFADevices': { swaps: [inAccount, ['iam::111122223333:mfa', `iam::${other}:mfa`]] },
  'aws:mfa-devices ListMFADevices': { swaps: [user('new'), inAccount] },
  'aws:service-specific-credentials': {
    place: {
      task: usersTask('service-specific-credentials', { partition: 'aws', service: 'cassandra.amazonaws.com' }),
      body: { ServiceSpecificCredentials: [keyspaces], IsTruncated: false },
    },
    swaps: [['cassandra', 'codecommit'], inAccount],
  },
  'aws:ssh-keys': { swaps: [user('ann')] },
  'aws:signing-certificates ListSigningCertificates': { swaps: [user('ann')] },
  'aws:identity-providers ListOpenIDConnectProviders': { swaps: [inAccount] },
  'aws:identity-providers GetOpenIDConnectProvider': { swaps: [['token.actions.githubusercontent.com', 'gitlab.example.org']] },
  'aws:identity-providers ListSAMLProviders': {
    place: { task: usersTask('identity-providers', { call: 'ListSAMLProviders' }), body: saml },
    swaps: [inAccount],
  },
  'aws:delegation-requests': { swaps: [inAccount] },

  'aws:organization ListRoots': { swaps: inOrganization },
  'aws:organization ListAccounts': { swaps: inOrganization },
  'aws:organization ListOrganizationalUnitsForParent': {
    swaps: [...inOrganization, [prod, 'ou-zz99-11111111', root], [`/${root}/`, `/${root}/ou-ab12-99999999/`]],
  },
  'aws:organization ListAccountsForParent': { swaps: [...inOrganization, [`/${root}/`, `/${root}/${prod}/`]] },
  'aws:organization ListParents': {
    place: {
      task: usersTask('organization', { call: 'ListParents', organization, child: prod }),
      body: { Parents: [{ Id: root, Type: 'ROOT' }] },
    },
    swaps: [[root, 'r-zz99', prod]],
  },
  ...Object.fromEntries(
    ['service-control-policies', 'resource-control-policies'].flatMap((surface) => [
      [`aws:${surface} ListPolicies`, { swaps: [['_CONTROL_POLICY', '_OTHER_POLICY']] }],
      [`aws:${surface} ListTargetsForPolicy`, { swaps: inOrganization }],
      [
        `aws:${surface} DescribePolicy`,
        {
          swaps: [
            ['"Id":"p-', '"Id":"p-other'],
            ['_CONTROL_POLICY', '_OTHER_POLICY'],
          ],
        },
      ],
    ]),
  ),
  'aws:delegated-administrators ListDelegatedAdministrators': { swaps: inOrganization },
  'aws:delegated-administrators DescribeResourcePolicy': {
    place: { task: usersTask('delegated-administrators', { call: 'DescribeResourcePolicy', organization }), body: delegation },
    swaps: inOrganization,
  },
  'aws:delegated-administrators ListOrganizationsFeatures': { swaps: [[organization.id, 'o-zzzzzzzzzz']] },

  'aws:identity-center ListPermissionSets': { swaps: [inInstance] },
  'aws:identity-center DescribePermissionSet': { swaps: [[setArn('Admin'), setArn('Reader')], inInstance] },
  'aws:identity-center-assignments ListAccountAssignments': {
    place: {
      task: assignmentsTask({ call: 'ListAccountAssignments', permissionSet: setArn('Admin'), account: other }),
      body: { AccountAssignments: [assigned('USER', 'ann')] },
    },
    swaps: [[setArn('Admin'), setArn('Reader')], inInstance, [other, hub]],
  },
  'aws:identity-center-assignments ListAccountAssignmentsForPrincipal': {
    place: {
      task: assignmentsTask({ call: 'ListAccountAssignmentsForPrincipal', type: 'USER', principal: 'ann' }),
      body: { AccountAssignments: [assigned('USER', 'ann'), assigned('GROUP', 'admins')] },
    },
    swaps: [['"PrincipalId":"ann"', '"PrincipalId":"bob"'], inInstance],
  },
  'aws:identity-center-provisioning DescribeAccountAssignmentDeletionStatus': {
    swaps: [['"RequestId":"r-', '"RequestId":"s-'], inInstance],
  },
  'aws:identity-center-provisioning DescribeAccountAssignmentCreationStatus': {
    swaps: [['"RequestId":"r-', '"RequestId":"s-'], inInstance],
  },
  'aws:identity-center-directory ListUsers': { swaps: [inStore] },
  'aws:identity-center-directory ListGroups': { swaps: [inStore] },
  'aws:identity-center-directory ListGroupMemberships': { swaps: [inStore, ['"GroupId":"', '"GroupId":"another-']] },

  'aws:secrets ListSecrets': regional,
  'aws:secrets GetResourcePolicy': { swaps: [[secret, deleted], inAccount, inRegion] },
  'aws:kms-keys ListKeys': regional,
  'aws:kms-keys DescribeKey': { swaps: [['key/', 'key/0'], inAccount, inRegion] },
  'aws:kms-keys ListGrants': {
    swaps: [
      [ownKey, regionalArn('kms', 'key/0')],
      [ownKey, '0'],
      [`"KeyId":"arn:aws:kms:${region}:${hub}`, `"KeyId":"arn:aws:kms:${region}:${other}`],
    ],
  },
  ...Object.fromEntries(
    ['ListTrustAnchors', 'ListProfiles', 'ListSubjects', 'ListCrls'].map((call) => [`aws:roles-anywhere ${call}`, regional]),
  ),
  'aws:access-analyzer ListAnalyzers': regional,
  'aws:service-last-accessed': {
    swaps: [
      ['user/ann', 'user/bob'],
      ['iam::111122223333:user', `iam::${other}:user`],
    ],
  },

  'aws:cloudtrail-events LookupEvents': { swaps: [[`"recipientAccountId":"${hub}"`, `"recipientAccountId":"${other}"`]] },
  'aws:trails DescribeTrails': { swaps: [inAccount] },
  'aws:trails GetEventSelectors': { swaps: [['trail/main', 'trail/other']] },

  'aws:lambda-functions ListFunctions': regional,
  'aws:ec2-instances DescribeInstances': { swaps: [[`"OwnerId":"${hub}"`, `"OwnerId":"${other}"`]] },
  'aws:ec2-instances DescribeLaunchTemplateVersions': { swaps: [[template, 'lt-99999999999999999']] },
  'aws:cloudformation-stacks DescribeStacks': regional,
  'aws:cloudformation-stacks DescribeStackSet': { swaps: [[`"StackSetId":"${stackSet}"`, '"StackSetId":"other:1"'], inAccount, inRegion] },
  'aws:codebuild-projects BatchGetProjects': {
    swaps: [['"name":"', '"name":"another-'], [`codebuild:${region}:${hub}`, `codebuild:${region}:${other}`], inRegion],
  },
  'aws:glue-dev-endpoints GetDevEndpoints': { swaps: [inAccount] },
  'aws:sagemaker-notebooks ListNotebookInstances': regional,
  'aws:sagemaker-notebooks DescribeNotebookInstance': {
    swaps: [
      ['"NotebookInstanceName":"study"', '"NotebookInstanceName":"other"'],
      [notebook, regionalArn('sagemaker', 'notebook-instance/study').replace(hub, other)],
      inRegion,
    ],
  },
  'aws:apprunner-services ListServices': regional,
  'aws:apprunner-services DescribeService': { swaps: [[app, `${app}0`], inAccount, inRegion] },
  'aws:bedrock-code-interpreters ListCodeInterpreters': regional,
  'aws:bedrock-code-interpreters GetCodeInterpreter': {
    swaps: [[`"codeInterpreterId":"${interpreter}"`, '"codeInterpreterId":"other"'], inAccount, inRegion],
  },
  'aws:bedrock-browsers ListBrowsers': regional,
  'aws:bedrock-browsers GetBrowser': { swaps: [[`"browserId":"${browser}"`, '"browserId":"other"'], inAccount, inRegion] },
  'aws:mwaa-environments GetEnvironment': {
    swaps: [
      ['"Name":"etl"', '"Name":"other"'],
      [workflows, workflows.replace(hub, other)],
      [workflows, workflows.replace(region, 'ap-south-1')],
    ],
  },
  'aws:batch-job-definitions DescribeJobDefinitions': {
    swaps: [
      [`batch:${region}:${hub}`, `batch:${region}:${other}`],
      [`batch:${region}:`, 'batch:ap-south-1:'],
    ],
  },
  'aws:ecs-tasks ListClusters': regional,
  'aws:ecs-tasks ListTasks': { swaps: [inAccount, inRegion, [':task/main/', ':task/another-/']] },
  'aws:ecs-tasks DescribeTasks': { swaps: [['/main/', '/main/another-']] },
  'aws:ecs-tasks DescribeTaskDefinition': { swaps: [[definition, `${definition}0`]] },
  'aws:codedeploy-deployment-groups ListDeploymentGroups': { swaps: [['"applicationName":"', '"applicationName":"another-']] },
  'aws:codedeploy-deployment-groups BatchGetDeploymentGroups': {
    swaps: [
      ['"applicationName":"', '"applicationName":"another-'],
      ['"deploymentGroupName":"', '"deploymentGroupName":"another-'],
    ],
  },
  'aws:bedrock-agent-runtimes ListAgentRuntimes': regional,
  'aws:bedrock-agent-runtimes ListAgentRuntimeEndpoints': { swaps: [[runtimeArn, `${runtimeArn}0`], inAccount, inRegion] },
  'aws:bedrock-agent-runtimes GetAgentRuntime': {
    swaps: [
      [`"agentRuntimeId":"${runtime}"`, '"agentRuntimeId":"other"'],
      ['"agentRuntimeVersion":"3"', '"agentRuntimeVersion":"2"'],
      inAccount,
      inRegion,
    ],
  },
  'aws:stepfunctions-state-machines ListStateMachines': regional,
  'aws:stepfunctions-state-machines DescribeStateMachine': { swaps: [[machine, `${machine}0`], inAccount, inRegion] },
};

const PROBED = 'no scan asks it; whoever asked by id holds the answer against that (connectors/aws/access/probe)';

/** Operations whose answers name nothing that the task does: another's answer cannot be told from the right one. Why. */
export const blind: Readonly<Record<string, string>> = {
  'aws:caller-identity': 'it is asked before anything is known',
  'aws:probes DescribeGroup': PROBED,
  'aws:probes DescribeUser': PROBED,
  'aws:probes GetGroup': PROBED,
  'aws:probes GetGroupPolicy': PROBED,
  'aws:probes GetRole': PROBED,
  'aws:probes GetRolePolicy': PROBED,
  'aws:probes GetUser': PROBED,
  'aws:probes GetUserPolicy': PROBED,
  'aws:probes ListAttachedGroupPolicies': PROBED,
  'aws:probes ListAttachedRolePolicies': PROBED,
  'aws:probes ListAttachedUserPolicies': PROBED,
  'aws:probes ListGroupsForUser': PROBED,
  'aws:probes ListInstances': PROBED,
  'aws:account-summary': 'counts',
  'aws:outbound-federation': 'a switch, and an issuer that names no account',
  'aws:organization DescribeOrganization': 'it names the organization, which is what is asked for',
  'aws:delegated-administrators ListDelegatedServicesForAccount': 'names of services',
  'aws:delegated-administrators ListAWSServiceAccessForOrganization': 'names of services',
  'aws:identity-center ListInstances': 'instances, whose owner may be another account',
  'aws:permission-sets ListManagedPoliciesInPermissionSet': 'policies that any set may hold',
  'aws:permission-sets ListCustomerManagedPolicyReferencesInPermissionSet': 'names of policies',
  'aws:permission-sets GetInlinePolicyForPermissionSet': 'a document',
  'aws:permission-sets GetPermissionsBoundaryForPermissionSet': 'a policy that any set may hold',
  'aws:identity-center-assignments ListAccountsForProvisionedPermissionSet': 'accounts, in which any set may be',
  'aws:identity-center-provisioning ListAccountsForProvisionedPermissionSet': 'accounts, in which any set may be',
  'aws:identity-center-provisioning ListAccountAssignmentDeletionStatus': 'ids of requests',
  'aws:identity-center-provisioning ListAccountAssignmentCreationStatus': 'ids of requests',
  'aws:account-access ListApplications': 'ARNs that name no instance',
  'aws:account-access ListEntitlements': 'entitlements without their application',
  'aws:kms-keys GetKeyPolicy': 'a document, which usually speaks of "*"',
  'aws:access-analyzer ListFindingsV2': 'findings without their analyzer, of any account of the organization',
  'aws:ec2-instances DescribeLaunchTemplates': 'ids and names without an account',
  'aws:cloudformation-stacks ListStackSets': 'ids and names without an account',
  'aws:codebuild-projects ListProjects': 'names',
  'aws:codedeploy-deployment-groups ListApplications': 'names',
  'aws:mwaa-environments ListEnvironments': 'names',
  'aws:trails GetTrailStatus': 'a switch, and times',
};

/** Operations whose answers name the organization and nothing else that the task does, or no account unless they have a name to sign in with. */
export const blindWithin: ReadonlySet<string> = new Set(['ListParents', 'ListServiceSpecificCredentials', 'ListTargetsForPolicy']);
