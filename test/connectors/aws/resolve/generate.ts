import type { Json } from '../../../../src/base/json.ts';
import type { Fact } from '../../../../src/model/fact.ts';
import type { AccountCase, HolderCase } from './estate.ts';
import { accountFacts } from './estate.ts';

const ACCOUNT = '111111111111';
const services = ['s3', 'ec2', 'logs', 'dynamodb', 'sqs', 'sns', 'lambda', 'ssm', 'kms', 'iam'];

function policyOf(n: number): Json {
  const service = services[n % services.length] ?? 's3';
  const statement: Json[] = [
    { Effect: 'Allow', Action: [`${service}:Get*`, `${service}:List*`, `${service}:Describe*`], Resource: '*' },
    { Effect: 'Allow', Action: `${service}:Put*`, Resource: [`arn:aws:${service}:*:${ACCOUNT}:team-${n}/*`, `arn:aws:s3:::bucket-${n}/*`] },
  ];
  if (n % 5 === 0) statement.push({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${ACCOUNT}:role/app-${n}*` });
  if (n % 40 === 0) statement.push({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' });
  if (n % 100 === 0) statement.push({ Effect: 'Allow', Action: '*', Resource: '*' });
  if (n % 50 === 7)
    statement.push({ Effect: 'Deny', Action: 'iam:*', Resource: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } } });
  if (n % 50 === 9) statement.push({ Effect: 'Deny', Action: 's3:*', Resource: `arn:aws:s3:::secret-${n}/*` });
  return { Version: '2012-10-17', Statement: statement };
}

function trustOf(n: number): Json {
  const principals: Json[] = [
    { Service: 'ec2.amazonaws.com' },
    { AWS: ACCOUNT },
    { Service: 'lambda.amazonaws.com' },
    { AWS: '999999999999' },
  ];
  return { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: principals[n % 4] ?? '*', Action: 'sts:AssumeRole' } };
}

/** An account of `roles` roles with three policies each, drawn from two thousand documents. The same number gives the same facts. */
export function generate(roles: number): Fact[] {
  const policies: Record<string, Json> = {};
  for (let n = 0; n < 1_500; n++) policies[`p${n}`] = policyOf(n);
  const held: Record<string, HolderCase & { readonly trust: Json }> = {};
  for (let n = 0; n < roles; n++) {
    held[`app-${n}`] = {
      attached: [`p${(n * 7) % 1_500}`, `p${(n * 13 + 1) % 1_500}`],
      inline: { own: policyOf(1_500 + (n % 500)) },
      trust: trustOf(n),
      ...(n % 200 === 3 ? { limit: `p${n % 1_500}` } : {}),
    };
  }
  return accountFacts(ACCOUNT, { policies, roles: held } satisfies AccountCase);
}
