import type { Json } from '../../src/base/json.ts';

const read = ['Get*', 'List*', 'Describe*', 'BatchGet*', 'Search*'];
const widely = ['s3', 'ec2', 'iam', 'lambda', 'rds', 'dynamodb', 'sqs', 'sns', 'logs', 'cloudwatch', 'ecs', 'eks', 'kms', 'route53'];

function allow(action: string | readonly string[], resource: string | readonly string[] = '*', condition?: Json): Json {
  return { Effect: 'Allow', Action: action, Resource: resource, ...(condition === undefined ? {} : { Condition: condition }) };
}

function policy(...statements: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: statements };
}

const logs = ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'];
const passedTo = (service: string): Json => ({ StringEquals: { 'iam:PassedToService': service } });

/** Well-known policies of AWS, by path and name under `arn:aws:iam::aws:policy/`. The documents are short ones in their spirit, not copies. */
export const awsManaged: Readonly<Record<string, Json>> = {
  AdministratorAccess: policy(allow('*')),
  PowerUserAccess: policy(
    { Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' },
    allow([
      'iam:CreateServiceLinkedRole',
      'iam:DeleteServiceLinkedRole',
      'iam:ListRoles',
      'organizations:DescribeOrganization',
      'account:ListRegions',
    ]),
  ),
  IAMFullAccess: policy(allow(['iam:*', 'organizations:DescribeAccount', 'organizations:ListPolicies'])),
  ReadOnlyAccess: policy(allow(widely.flatMap((service) => read.map((verb) => `${service}:${verb}`)))),
  ViewOnlyAccess: policy(allow(widely.flatMap((service) => [`${service}:List*`, `${service}:Describe*`]))),
  SecurityAudit: policy(
    allow([
      ...widely.map((service) => `${service}:List*`),
      'iam:GenerateCredentialReport',
      'iam:Get*',
      's3:GetBucket*',
      'kms:GetKeyPolicy',
    ]),
    allow('apigateway:GET', ['arn:aws:apigateway:*::/restapis', 'arn:aws:apigateway:*::/restapis/*']),
  ),
  'job-function/Billing': policy(allow(['aws-portal:*Billing', 'budgets:*', 'ce:*', 'cur:*', 'billing:*'])),
  'job-function/DatabaseAdministrator': policy(
    allow(['rds:*', 'dynamodb:*', 'cloudwatch:*', 'redshift:*', 'sns:List*']),
    allow('iam:PassRole', ['arn:aws:iam::*:role/rds-monitoring-role', 'arn:aws:iam::*:role/lambda_exec_role']),
  ),
  AmazonS3ReadOnlyAccess: policy(allow(['s3:Get*', 's3:List*', 's3:Describe*'])),
  AmazonS3FullAccess: policy(allow(['s3:*', 's3-object-lambda:*'])),
  AmazonDynamoDBFullAccess: policy(
    allow(['dynamodb:*', 'dax:*', 'cloudwatch:GetMetricData', 'kms:DescribeKey', 'kms:ListAliases']),
    allow('iam:PassRole', '*', { StringLike: { 'iam:PassedToService': ['application-autoscaling.amazonaws.com', 'dax.amazonaws.com'] } }),
  ),
  AmazonSQSFullAccess: policy(allow('sqs:*')),
  AmazonSSMManagedInstanceCore: policy(
    allow([
      'ssm:DescribeAssociation',
      'ssm:GetDocument',
      'ssm:GetManifest',
      'ssm:GetParameter',
      'ssm:GetParameters',
      'ssm:PutInventory',
      'ssm:UpdateInstanceInformation',
    ]),
    allow(['ssmmessages:CreateControlChannel', 'ssmmessages:OpenDataChannel', 'ec2messages:GetMessages', 'ec2messages:SendReply']),
  ),
  SecretsManagerReadWrite: policy(
    allow(['secretsmanager:*', 'kms:DescribeKey', 'kms:ListKeys', 'tag:GetResources']),
    allow('lambda:CreateFunction', 'arn:aws:lambda:*:*:function:SecretsManager*'),
  ),
  CloudWatchAgentServerPolicy: policy(
    allow(['cloudwatch:PutMetricData', 'ec2:DescribeTags', 'logs:PutLogEvents', 'logs:CreateLogStream']),
    allow('ssm:GetParameter', 'arn:aws:ssm:*:*:parameter/AmazonCloudWatch-*'),
  ),
  AWSXRayDaemonWriteAccess: policy(allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules'])),
  AmazonEC2ContainerRegistryReadOnly: policy(
    allow(['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:DescribeImages']),
  ),
  AmazonEKSWorkerNodePolicy: policy(allow(['ec2:DescribeInstances', 'ec2:DescribeSubnets', 'eks:DescribeCluster'])),
  AmazonEKS_CNI_Policy: policy(
    allow(['ec2:AssignPrivateIpAddresses', 'ec2:AttachNetworkInterface', 'ec2:DescribeInstances']),
    allow('ec2:CreateTags', 'arn:aws:ec2:*:*:network-interface/*'),
  ),
  AWSCodeBuildDeveloperAccess: policy(
    allow(['codebuild:StartBuild', 'codebuild:BatchGet*', 'codebuild:List*', 'logs:GetLogEvents']),
    allow('ssm:PutParameter', 'arn:aws:ssm:*:*:parameter/CodeBuild/*'),
  ),
  IAMUserChangePassword: policy(allow('iam:ChangePassword', 'arn:aws:iam::*:user/${aws:username}'), allow('iam:GetAccountPasswordPolicy')),
  AWSCompromisedKeyQuarantineV3: policy({
    Effect: 'Deny',
    Action: [
      'iam:AttachUserPolicy',
      'iam:CreateAccessKey',
      'iam:CreateUser',
      'ec2:RunInstances',
      'lambda:CreateFunction',
      's3:DeleteBucket',
    ],
    Resource: ['*'],
  }),
  'service-role/AWSLambdaBasicExecutionRole': policy(allow(logs)),
  'service-role/AWSLambdaVPCAccessExecutionRole': policy(
    allow([...logs, 'ec2:CreateNetworkInterface', 'ec2:DescribeNetworkInterfaces', 'ec2:DeleteNetworkInterface']),
  ),
  'service-role/AWSLambdaSQSQueueExecutionRole': policy(
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'logs:PutLogEvents']),
  ),
  'service-role/AmazonECSTaskExecutionRolePolicy': policy(
    allow(['ecr:GetAuthorizationToken', 'ecr:BatchGetImage', 'logs:CreateLogStream', 'logs:PutLogEvents']),
  ),
  'service-role/AWSGlueServiceRole': policy(
    allow(['glue:*', 's3:GetBucketLocation', 's3:ListBucket', 'iam:ListRolePolicies', 'iam:GetRole']),
    allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], ['arn:aws:s3:::aws-glue-*/*', 'arn:aws:s3:::*/*aws-glue-*/*']),
    allow(['ec2:CreateTags', 'ec2:DeleteTags'], 'arn:aws:ec2:*:*:network-interface/*', {
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['aws-glue-service-resource'] },
    }),
  ),
  'service-role/AWS_ConfigRole': policy(allow(['config:Put*', 's3:GetBucketAcl', 'iam:List*', 'iam:Get*', 'ec2:Describe*'])),
  'service-role/AmazonEC2RoleforSSM': policy(allow(['ssm:*', 'ec2messages:*', 's3:GetObject', 's3:PutObject', 'cloudwatch:PutMetricData'])),
  AWSCodeDeployRoleForLambda: policy(
    allow(['lambda:UpdateAlias', 'lambda:GetAlias', 'lambda:UpdateFunctionCode', 'sns:Publish']),
    allow('iam:PassRole', '*', passedTo('lambda.amazonaws.com')),
  ),
  'aws-service-role/AWSSupportServiceRolePolicy': policy(allow(['support:*', 'ec2:Describe*', 'iam:GetRole', 's3:GetBucketLocation'])),
  'aws-service-role/AWSTrustedAdvisorServiceRolePolicy': policy(allow(['ec2:Describe*', 'iam:List*', 's3:ListAllMyBuckets'])),
  'aws-service-role/AmazonECSServiceRolePolicy': policy(
    allow(['ec2:AttachNetworkInterface', 'elasticloadbalancing:RegisterTargets', 'servicediscovery:RegisterInstance']),
  ),
  'aws-service-role/AWSOrganizationsServiceTrustPolicy': policy(
    allow('iam:DeleteRole', 'arn:aws:iam::*:role/aws-service-role/organizations.amazonaws.com/*'),
    allow('iam:CreateServiceLinkedRole'),
  ),
};

export function awsManagedArn(name: string): string {
  return `arn:aws:iam::aws:policy/${name}`;
}
