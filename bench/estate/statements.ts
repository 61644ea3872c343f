import type { Json, JsonObject } from '../../src/base/json.ts';
import type { Dice } from './dice.ts';
import type { Subject } from './words.ts';
import { regions, teams } from './words.ts';

type Template = (of: Subject, dice: Dice) => JsonObject;

function allow(action: string | readonly string[], resource: string | readonly string[], condition?: JsonObject): JsonObject {
  return { Effect: 'Allow', Action: action, Resource: resource, ...(condition === undefined ? {} : { Condition: condition }) };
}

function deny(action: string | readonly string[], resource: string | readonly string[], condition?: JsonObject): JsonObject {
  return { ...allow(action, resource, condition), Effect: 'Deny' };
}

function arn({ region, account }: Subject, service: string, rest: string): string {
  return `arn:aws:${service}:${region}:${account}:${rest}`;
}

/** What applications are given: narrow, about their own things, seldom conditioned. */
const plain: readonly Template[] = [
  ({ app, stage }) => allow(['s3:GetObject', 's3:PutObject'], `arn:aws:s3:::acme-${app}-${stage}/*`),
  ({ app, stage }) => allow('s3:ListBucket', `arn:aws:s3:::acme-${app}-${stage}`),
  ({ app, stage }) => allow(['s3:GetObject*', 's3:List*'], [`arn:aws:s3:::acme-${app}-${stage}`, `arn:aws:s3:::acme-${app}-${stage}/*`]),
  (of) => {
    const table = arn(of, 'dynamodb', `table/${of.app}-${of.stage}`);
    return allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:UpdateItem'], [table, `${table}/index/*`]);
  },
  (of) => allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], arn(of, 'sqs', `${of.app}-${of.stage}`)),
  (of) => allow('sqs:SendMessage', [arn(of, 'sqs', `${of.app}-${of.stage}-out`), arn(of, 'sqs', `${of.app}-${of.stage}-dlq`)]),
  (of) => allow('sns:Publish', arn(of, 'sns', `${of.app}-events-${of.stage}`)),
  (of) => allow('secretsmanager:GetSecretValue', arn(of, 'secretsmanager', `secret:${of.app}/${of.stage}/*`)),
  (of) => allow(['ssm:GetParameter', 'ssm:GetParametersByPath'], arn(of, 'ssm', `parameter/${of.app}/${of.stage}/*`)),
  (of) => allow(['logs:CreateLogStream', 'logs:PutLogEvents'], arn(of, 'logs', `log-group:/aws/lambda/${of.app}-${of.stage}:*`)),
  (of) => allow('lambda:InvokeFunction', arn(of, 'lambda', `function:${of.app}-${of.stage}-*`)),
  (of) => allow(['states:StartExecution', 'states:DescribeExecution'], arn(of, 'states', `stateMachine:${of.app}-${of.stage}`)),
  (of) => allow(['events:PutEvents'], arn(of, 'events', `event-bus/${of.app}`)),
  (of) => allow(['kinesis:GetRecords', 'kinesis:GetShardIterator'], arn(of, 'kinesis', `stream/${of.app}-${of.stage}`)),
  (of) => allow(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], arn(of, 'ecr', `repository/${of.app}`)),
  () => allow('ecr:GetAuthorizationToken', '*'),
  () => allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'),
  () => allow(['ec2:DescribeInstances', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'], '*'),
  (of) => allow(['rds-data:ExecuteStatement', 'rds-data:BatchExecuteStatement'], arn(of, 'rds', `cluster:${of.app}-${of.stage}`)),
  (of) => allow('kms:Decrypt', arn(of, 'kms', `key/${keyId(of.app)}`)),
];

/** With a condition of the kinds seen most. */
const conditioned: readonly Template[] = [
  (of) =>
    allow(['kms:Decrypt', 'kms:GenerateDataKey'], arn(of, 'kms', 'key/*'), {
      StringEquals: { 'kms:ViaService': `s3.${of.region}.amazonaws.com` },
    }),
  (of) => allow('cloudwatch:PutMetricData', '*', { StringEquals: { 'cloudwatch:namespace': of.app } }),
  (of, dice) =>
    allow('iam:PassRole', `arn:aws:iam::${of.account}:role/${of.app}-*`, {
      StringEquals: { 'iam:PassedToService': `${dice.pick(['lambda', 'ecs-tasks', 'ec2', 'states'])}.amazonaws.com` },
    }),
  (_, dice) =>
    allow(['ec2:StartInstances', 'ec2:StopInstances', 'ssm:StartSession'], 'arn:aws:ec2:*:*:instance/*', {
      StringEquals: { 'aws:ResourceTag/team': dice.pick(teams) },
    }),
  () =>
    allow(['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], '*', {
      StringEquals: { 'secretsmanager:ResourceTag/team': '${aws:PrincipalTag/team}' },
    }),
  ({ app }, dice) =>
    allow(['dynamodb:*'], `arn:aws:dynamodb:*:*:table/${app}-*`, { StringEquals: { 'aws:RequestedRegion': dice.pick(regions) } }),
  ({ app }) => allow('s3:*', [`arn:aws:s3:::acme-${app}-*`], { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '203.0.113.0/24'] } }),
  () => allow('s3:PutObject', 'arn:aws:s3:::acme-${aws:PrincipalTag/team}-drop/*'),
  ({ app }) => allow('s3:GetObject', `arn:aws:s3:::acme-shared-${app}/*`, { StringEquals: { 'aws:PrincipalOrgID': 'o-acme000001' } }),
  ({ account }) =>
    allow(['iam:CreateRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy'], `arn:aws:iam::${account}:role/app/*`, {
      StringEquals: { 'iam:PermissionsBoundary': `arn:aws:iam::${account}:policy/boundary/app-boundary` },
    }),
  () => allow('iam:CreateServiceLinkedRole', '*', { StringLike: { 'iam:AWSServiceName': ['ecs.amazonaws.com', 'rds.amazonaws.com'] } }),
];

/** Of operators, pipelines and people: wide, sometimes privileged, sometimes denying. */
const wide: readonly Template[] = [
  ({ app, region, account }) => allow('cloudformation:*', `arn:aws:cloudformation:${region}:${account}:stack/${app}-*/*`),
  ({ account, app }) =>
    allow(['iam:CreateRole', 'iam:DeleteRole', 'iam:PutRolePolicy', 'iam:AttachRolePolicy'], `arn:aws:iam::${account}:role/${app}-*`),
  ({ account }) => allow('iam:PassRole', `arn:aws:iam::${account}:role/*`),
  ({ app }) =>
    allow(['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration', 'lambda:GetFunction'], `arn:aws:lambda:*:*:function:${app}*`),
  () => allow(['lambda:*', 'apigateway:*', 'logs:*'], '*'),
  ({ others, app }, dice) => allow('sts:AssumeRole', others.length === 0 ? '*' : `arn:aws:iam::${dice.pick(others)}:role/deploy-${app}`),
  () => allow('sts:AssumeRole', 'arn:aws:iam::*:role/readonly-*'),
  () => allow('secretsmanager:*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
  () => allow('iam:*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'true' }, NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }),
  () => allow(['ec2:*', 'autoscaling:*', 'elasticloadbalancing:*'], '*'),
  () => deny(['cloudtrail:StopLogging', 'cloudtrail:DeleteTrail', 'config:Delete*', 'guardduty:DeleteDetector'], '*'),
  () => deny(['iam:*', 'organizations:*'], '*'),
  () => deny('s3:DeleteBucket', 'arn:aws:s3:::acme-*-prod'),
  () => deny('*', '*', { NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '198.51.100.0/24'] }, Bool: { 'aws:ViaAWSService': 'false' } }),
  () => deny('*', '*', { StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1', 'us-east-1'] } }),
  () => allow('*', '*', { StringEquals: { 'aws:PrincipalTag/access': 'full' } }),
  () => allow(['ssm:SendCommand', 'ssm:StartSession'], ['arn:aws:ec2:*:*:instance/*', 'arn:aws:ssm:*:*:document/AWS-RunShellScript']),
  () => deny('kms:ScheduleKeyDeletion', '*', { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/security/*' } }),
];

const weights = {
  application: { plain: 82, conditioned: 13, wide: 5 },
  operator: { plain: 15, conditioned: 30, wide: 55 },
} as const;

/** Statements for an application's own document, or for one of people and pipelines. */
export function statementsFor(of: Subject, dice: Dice, holder: keyof typeof weights, count: number): readonly Json[] {
  const groups = { plain, conditioned, wide };
  const sids = dice.chance(0.5);
  return Array.from({ length: count }, (_, at) => {
    const statement = dice.pick(groups[dice.weighted(weights[holder])])(of, dice);
    return sids ? { Sid: `Stmt${at}${of.stage}`, ...statement } : statement;
  });
}

function keyId(name: string): string {
  let sum = 7;
  for (const each of name) sum = (Math.imul(sum, 31) + (each.codePointAt(0) ?? 0)) >>> 0;
  const hex = sum.toString(16).padStart(8, '0');
  return `${hex}-1111-4222-8333-${hex}${hex.slice(0, 4)}`;
}
