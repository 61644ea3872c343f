import { keyFamily } from '../policy/keys.ts';

const reference = 'https://docs.aws.amazon.com/service-authorization/latest/reference/list_';

interface CarriedRow {
  /** As in keys.ts of policy/: a name that ends in `/` stands for all keys that begin so. */
  readonly keys: readonly string[];
  readonly actions: readonly string[];
  /** Where the provider lists the action's condition keys. */
  readonly source: string;
}

/** Actions whose requests may tag what they make. */
function tagging(page: string, ...actions: readonly string[]): readonly CarriedRow[] {
  return [{ keys: ['aws:RequestTag/', 'aws:TagKeys'], actions, source: `${reference}${page}.html` }];
}

/**
 * Condition keys that only requests for some actions carry, and those actions among the ones that give privilege. A request for any
 * other action is without the key.
 */
export const carriedRows: readonly CarriedRow[] = [
  {
    keys: ['aws:RequestTag/', 'aws:TagKeys'],
    actions: ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
    source: `${reference}awssecuritytokenservice.html`,
  },
  {
    keys: ['aws:RequestTag/', 'aws:TagKeys'],
    actions: [
      'cloudformation:UpdateStack',
      'cloudformation:CreateStack',
      'cloudformation:CreateChangeSet',
      'cloudformation:CreateStackSet',
      'cloudformation:UpdateStackSet',
    ],
    source: `${reference}awscloudformation.html`,
  },
  { keys: ['aws:TagKeys'], actions: ['cloudformation:CreateStackInstances'], source: `${reference}awscloudformation.html` },
  ...tagging('awslambda', 'lambda:CreateFunction', 'lambda:CreateEventSourceMapping'),
  ...tagging('amazonec2', 'ec2:RunInstances', 'ec2:RequestSpotInstances'),
  ...tagging(
    'amazonelasticcontainerservice',
    'ecs:CreateCluster',
    'ecs:RegisterTaskDefinition',
    'ecs:CreateService',
    'ecs:RunTask',
    'ecs:StartTask',
    'ecs:RegisterContainerInstance',
  ),
  ...tagging('awsglue', 'glue:CreateDevEndpoint', 'glue:CreateJob', 'glue:CreateTrigger', 'glue:CreateSession'),
  ...tagging('awsbatch', 'batch:RegisterJobDefinition', 'batch:SubmitJob', 'batch:CreateComputeEnvironment', 'batch:CreateJobQueue'),
  ...tagging('amazonbraket', 'braket:CreateJob'),
  ...tagging('amazonelasticmapreduce', 'elasticmapreduce:RunJobFlow'),
  ...tagging('amazonemrserverless', 'emr-serverless:CreateApplication', 'emr-serverless:StartJobRun'),
  ...tagging('amazongamelift', 'gamelift:CreateBuild', 'gamelift:CreateFleet'),
  ...tagging(
    'amazonec2imagebuilder',
    'imagebuilder:CreateInfrastructureConfiguration',
    'imagebuilder:CreateComponent',
    'imagebuilder:CreateImageRecipe',
    'imagebuilder:CreateImage',
  ),
  ...tagging('amazonkinesisanalyticsv2', 'kinesisanalytics:CreateApplication'),
  ...tagging('awshealthomics', 'omics:CreateWorkflow', 'omics:StartRun'),
  ...tagging(
    'awssystemsmanager',
    'ssm:CreateAssociation',
    'ssm:CreateDocument',
    'ssm:StartAutomationExecution',
    'ssm:CreateMaintenanceWindow',
    'ssm:CreateActivation',
  ),
  ...tagging('awsstepfunctions', 'states:CreateStateMachine', 'states:UpdateStateMachine'),
  ...tagging('awsamplify', 'amplify:CreateApp', 'amplify:CreateBranch'),
  ...tagging('amazonmanagedworkflowsforapacheairflow', 'airflow:CreateEnvironment'),
  ...tagging('awscodebuild', 'codebuild:CreateProject'),
  ...tagging('amazonelastickubernetesservice', 'eks:CreatePodIdentityAssociation'),
  ...tagging('awscodepipeline', 'codepipeline:CreatePipeline'),
  ...tagging('awsiot', 'iot:CreateRoleAlias', 'iot:CreatePolicy'),
  ...tagging('amazonathena', 'athena:CreateWorkGroup', 'athena:StartSession'),
  ...tagging('amazonec2autoscaling', 'autoscaling:CreateAutoScalingGroup'),
  ...tagging('amazonappstream2.0', 'appstream:CreateImageBuilder'),
  ...tagging('amazonapigatewaymanagement', 'apigateway:POST'),
  ...tagging('awsappsync', 'appsync:CreateGraphqlApi'),
  ...tagging('awsidentityandaccessmanagementrolesanywhere', 'rolesanywhere:CreateTrustAnchor', 'rolesanywhere:CreateProfile'),
  ...tagging(
    'amazonsagemaker',
    'sagemaker:CreateNotebookInstance',
    'sagemaker:CreateNotebookInstanceLifecycleConfig',
    'sagemaker:CreateProcessingJob',
    'sagemaker:CreateTrainingJob',
    'sagemaker:CreateModel',
    'sagemaker:CreateEndpointConfig',
    'sagemaker:CreateEndpoint',
    'sagemaker:CreateTransformJob',
    'sagemaker:CreateHyperParameterTuningJob',
    'sagemaker:CreatePipeline',
    'sagemaker:CreateUserProfile',
    'sagemaker:CreateCluster',
  ),
  ...tagging('awsdatapipeline', 'datapipeline:CreatePipeline'),
  ...tagging('awsapprunner', 'apprunner:CreateService'),
  ...tagging(
    'amazonbedrockagentcore',
    'bedrock-agentcore:CreateCodeInterpreter',
    'bedrock-agentcore:CreateAgentRuntime',
    'bedrock-agentcore:CreateAgentRuntimeEndpoint',
    'bedrock-agentcore:CreateWorkloadIdentity',
    'bedrock-agentcore:CreateHarness',
    'bedrock-agentcore:CreateBrowser',
  ),
  ...tagging(
    'awsidentityandaccessmanagementiam',
    'iam:CreateInstanceProfile',
    'iam:CreateRole',
    'iam:CreateUser',
    'iam:TagRole',
    'iam:TagUser',
  ),
  { keys: ['aws:TagKeys'], actions: ['iam:UntagRole', 'iam:UntagUser'], source: `${reference}awsidentityandaccessmanagementiam.html` },
  {
    keys: ['aws:TagKeys'],
    actions: ['rds-data:ExecuteStatement', 'rds-data:BatchExecuteStatement'],
    source: `${reference}amazonrdsdataapi.html`,
  },
  {
    keys: ['sts:ExternalId', 'sts:TransitiveTagKeys'],
    actions: ['sts:AssumeRole'],
    source: `${reference}awssecuritytokenservice.html`,
  },
  {
    keys: ['sts:RoleSessionName', 'sts:SourceIdentity'],
    actions: ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'],
    source: `${reference}awssecuritytokenservice.html`,
  },
  {
    keys: ['sts:TransitiveTagKeys'],
    actions: ['sts:TagSession'],
    source: `${reference}awssecuritytokenservice.html`,
  },
  {
    keys: ['sts:SourceIdentity'],
    actions: ['sts:SetSourceIdentity'],
    source: `${reference}awssecuritytokenservice.html`,
  },
  {
    keys: ['sts:DurationSeconds'],
    actions: ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'],
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html',
  },
  {
    keys: ['iam:PassedToService', 'iam:AssociatedResourceArn'],
    actions: ['iam:PassRole'],
    source: `${reference}awsidentityandaccessmanagementiam.html`,
  },
  {
    keys: ['iam:PolicyARN'],
    actions: [
      'iam:AttachUserPolicy',
      'iam:AttachGroupPolicy',
      'iam:AttachRolePolicy',
      'iam:DetachUserPolicy',
      'iam:DetachGroupPolicy',
      'iam:DetachRolePolicy',
    ],
    source: `${reference}awsidentityandaccessmanagementiam.html`,
  },
  {
    keys: ['iam:PermissionsBoundary'],
    actions: [
      'iam:CreateUser',
      'iam:CreateRole',
      'iam:AttachUserPolicy',
      'iam:PutUserPolicy',
      'iam:DetachUserPolicy',
      'iam:DeleteUserPolicy',
      'iam:AttachRolePolicy',
      'iam:PutRolePolicy',
      'iam:DetachRolePolicy',
      'iam:DeleteRolePolicy',
      'iam:UpdateAssumeRolePolicy',
      'iam:DeleteUserPermissionsBoundary',
      'iam:PutUserPermissionsBoundary',
      'iam:DeleteRolePermissionsBoundary',
      'iam:PutRolePermissionsBoundary',
    ],
    source: `${reference}awsidentityandaccessmanagementiam.html`,
  },
  {
    keys: ['kms:CallerAccount'],
    actions: ['kms:ScheduleKeyDeletion', 'kms:DeleteImportedKeyMaterial'],
    source: `${reference}awskeymanagementservice.html`,
  },
  {
    keys: ['secretsmanager:VersionStage', 'secretsmanager:VersionId'],
    actions: ['secretsmanager:GetSecretValue'],
    source: `${reference}awssecretsmanager.html`,
  },
];

const byKey = new Map<string, Set<string>>();
for (const { keys, actions } of carriedRows) {
  for (const key of keys) byKey.set(key, new Set([...(byKey.get(key) ?? []), ...actions.map((each) => each.toLowerCase())]));
}

/** Whether it is one of the keys that only some actions carry. */
export function isParticular(key: string): boolean {
  return byKey.has(keyFamily(key) ?? '');
}

/** Whether a request for the action may carry the key; true for every key that is not particular to some actions. */
export function carries(action: string, key: string): boolean {
  return byKey.get(keyFamily(key) ?? '')?.has(action.toLowerCase()) ?? true;
}
