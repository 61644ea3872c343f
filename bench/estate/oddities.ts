import type { Json } from '../../src/base/json.ts';
import type { Dice } from './dice.ts';
import type { Subject } from './words.ts';

function one(statement: Json, version: string | null = '2012-10-17'): Json {
  return { ...(version === null ? {} : { Version: version }), Statement: statement };
}

/** What stands in real accounts and is seldom thought of. The first three cannot be read. */
const oddities: readonly ((of: Subject) => Json)[] = [
  ({ app }) => `%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Sid%22%3A%22${app}`,
  ({ app }) => one([{ Effect: 'allow', Action: 's3:*', Resource: `arn:aws:s3:::${app}` }]),
  ({ app }) =>
    one([
      {
        Effect: 'Allow',
        Action: 's3:GetObject',
        Resource: `arn:aws:s3:::${app}/*`,
        Condition: { StringMatches: { 'aws:username': 'x*' } },
      },
    ]),
  ({ account }) => one([{ Effect: 'Allow', Action: ['iam:*'], NotResource: [`arn:aws:iam::${account}:role/security/*`] }]),
  ({ app }) =>
    one([{ Effect: 'Deny', Action: 's3:*', NotResource: [`arn:aws:s3:::acme-${app}-*`, 'arn:aws:s3:::acme-${aws:username}/*'] }]),
  ({ account }) =>
    one([{ Effect: 'Allow', Action: 'iam:CreateAccessKey', Resource: `arn:aws:iam::${account}:user/\${aws:username}` }], null),
  ({ app }) => one([{ Effect: 'Allow', Action: ['S3:getobject', 'SECRETSMANAGER:GetSecretValue', 'Iam:PASSROLE'], Resource: `*${app}*` }]),
  ({ app }) => one({ Effect: 'Allow', Action: 'lambda:UpdateFunctionCode', Resource: `arn:aws:lambda:*:function:${app}-*` }),
  ({ app }) => one({ Effect: 'Allow', Action: 'dynamodb:*', Resource: `arn:aws:dynamodb:eu-*:*:table/${app}*` }),
  ({ account, app }) => one({ Effect: 'Allow', Action: '*', Resource: `arn:aws:s3:::acme-${app}-${account}/*` }),
  () => one({ Effect: 'Allow', Action: '*', Resource: 'arn:aws:iam::*:role/*' }),
  () => one([{ Effect: 'Allow', Action: [], Resource: '*' }]),
  () => one([]),
  () =>
    one([
      { Effect: 'Allow', Action: 'kms:*', Resource: [] },
      { Effect: 'Allow', Action: 'kms:List*', Resource: '*' },
    ]),
  () =>
    one([
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', NotAction: ['s3:*', 'logs:*', 'sts:*'], Resource: '*' },
    ]),
  () =>
    one({ Effect: 'Allow', Action: 'iam:*', Resource: '*', Condition: { DateLessThan: { 'aws:CurrentTime': '2025-03-01T00:00:00Z' } } }),
  () => one({ Effect: 'Allow', Action: '*', Resource: '*', Condition: { DateGreaterThan: { 'aws:CurrentTime': '2027-06-01T00:00:00Z' } } }),
  () =>
    one({
      Effect: 'Allow',
      Action: ['secretsmanager:GetSecretValue', 'ssm:StartSession'],
      Resource: '*',
      Condition: {
        DateGreaterThan: { 'aws:CurrentTime': '2026-10-25T08:00:00Z' },
        DateLessThan: { 'aws:CurrentTime': '2026-11-25T08:00:00Z' },
      },
    }),
  () => one({ Effect: 'Deny', Action: '*', Resource: '*', Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-05-01T00:00:00Z' } } }),
  () =>
    one({
      Effect: 'Allow',
      Action: 'ec2:*',
      Resource: '*',
      Condition: { 'ForAllValues:StringLike': { 'aws:TagKeys': ['team', 'cost-*'] } },
    }),
  () => one({ Effect: 'Deny', Action: 'iam:*', Resource: '*', Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }),
  () => one({ Effect: 'Deny', Action: 'sts:*', Resource: '*', Condition: { Null: { 'aws:PrincipalTag/team': 'true' } } }),
  ({ app }) => one({ Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:s3*${app}*` }),
  () => one({ Effect: 'Allow', Action: 'notaservice:DoThings', Resource: '*' }),
];

export function oddDocument(of: Subject, dice: Dice): Json {
  return dice.pick(oddities)(of);
}
