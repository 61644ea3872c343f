import type { AccountWorld, World } from './organization.ts';

/** How often each operation has to be asked in each account: `iam:ListRoles@111122223333` → 1. */
export type Fewest = ReadonlyMap<string, number>;

/**
 * The fewest calls that read all surfaces of the filled organization, worked out from what was filled in and what the API gives in one
 * answer (its API reference), never from what a scan did. Nothing here is long enough for a second page. Left out: operations that moto
 * does not know. A session is handed out once for each account that is not the hub's own.
 */
export function fewestCalls(world: World): Fewest {
  const calls = new Map<string, number>();
  const ask = (operation: string, account: string, times = 1): void => {
    if (times > 0) calls.set(`${operation}@${account}`, (calls.get(`${operation}@${account}`) ?? 0) + times);
  };
  const hub = world.management;
  const entered = Object.entries(world.accounts);
  ask('sts:GetCallerIdentity', hub);
  ask('sts:AssumeRole', hub, entered.length - 1);
  organization(world, (operation, times) => {
    ask(`organizations:${operation}`, hub, times);
  });
  identityCenter(world, (operation, times) => {
    ask(operation, hub, times);
  });
  for (const [account, there] of entered)
    inAccount(there, (operation, times) => {
      ask(operation, account, times);
    });
  return calls;
}

type Ask = (operation: string, times?: number) => void;

function organization({ units, policies, delegated }: World, ask: Ask): void {
  ask('DescribeOrganization');
  ask('ListAccounts');
  ask('ListRoots');
  // moto tells no paths with the accounts, so the tree has to be walked: below each node its units, and its accounts.
  ask('ListOrganizationalUnitsForParent', units.length);
  ask('ListAccountsForParent', units.length);
  for (const ids of Object.values(policies)) {
    ask('ListPolicies');
    ask('DescribePolicy', ids.length);
    ask('ListTargetsForPolicy', ids.length);
  }
  ask('ListDelegatedAdministrators');
  ask('ListDelegatedServicesForAccount', delegated.length);
  ask('ListAWSServiceAccessForOrganization');
}

function identityCenter({ identityCenter: { sets, users, groups, assignedGroups } }: World, ask: Ask): void {
  ask('sso:ListInstances');
  ask('sso:ListPermissionSets');
  ask('sso:DescribePermissionSet', sets.length);
  ask('sso:ListManagedPoliciesInPermissionSet', sets.length);
  ask('sso:ListCustomerManagedPolicyReferencesInPermissionSet', sets.length);
  ask('sso:GetInlinePolicyForPermissionSet', sets.length);
  ask('sso:ListAccountsForProvisionedPermissionSet', sets.length);
  ask('sso:ListAccountAssignmentsForPrincipal', users.length + groups.length);
  ask('identitystore:ListUsers');
  ask('identitystore:ListGroups');
  ask('identitystore:ListGroupMemberships', assignedGroups.length);
}

function inAccount({ users, keys, oidc, certificates, secrets, kmsKeys }: AccountWorld, ask: Ask): void {
  ask('iam:GetAccountAuthorizationDetails');
  ask('iam:ListRoles');
  ask('iam:GenerateCredentialReport');
  ask('iam:GetCredentialReport');
  ask('iam:GetAccountSummary');
  ask('iam:ListVirtualMFADevices');
  ask('iam:ListAccessKeys', users.filter((user) => (keys[user]?.length ?? 0) > 0).length);
  ask('iam:ListSSHPublicKeys', users.length);
  ask('iam:ListSigningCertificates', users.filter((user) => (certificates[user] ?? 0) > 0).length);
  ask('iam:ListOpenIDConnectProviders');
  ask('iam:GetOpenIDConnectProvider', oidc.length);
  // Their list tells the dates already; the document behind each is public.
  ask('iam:ListSAMLProviders');
  ask('secretsmanager:ListSecrets');
  ask('secretsmanager:GetResourcePolicy', secrets.length);
  ask('kms:ListKeys');
  // Every key that moto makes when told to is a customer's own.
  for (const operation of ['DescribeKey', 'GetKeyPolicy', 'ListGrants']) ask(`kms:${operation}`, kmsKeys.length);
  // Nothing runs anywhere: the lists say so, and there is nothing more to ask.
  ask('lambda:GET /2015-03-31/functions');
  ask('ec2:DescribeInstances');
  ask('ec2:DescribeLaunchTemplates');
  ask('cloudformation:DescribeStacks');
  ask('cloudformation:ListStackSets');
  ask('codebuild:ListProjects');
  ask('glue:GetDevEndpoints');
  ask('sagemaker:ListNotebookInstances');
  ask('states:ListStateMachines');
  ask('ecs:ListClusters');
  ask('codedeploy:ListApplications');
  ask('bedrock-agentcore:POST /runtimes/');
  ask('batch:POST /v1/describejobdefinitions');
}
