import type { BatchInput, BatchRequest } from '../../../../connectors/aws/policy/batch/index.ts';
import { evaluateAll } from '../../../../connectors/aws/policy/batch/index.ts';
import { evaluateAccess } from '../../../../connectors/aws/policy/decide/evaluate.ts';
import { callerOf } from '../../../../connectors/aws/policy/request/caller.ts';
import type { Target } from '../../../../connectors/aws/resolve/capabilities.ts';
import { capabilityRows, universeOf } from '../../../../connectors/aws/resolve/capabilities.ts';

/** Every privileged action on one thing of its kind in the account of who asks. */
export const privileged: readonly BatchRequest[] = capabilityRows.map(({ action, on }) => ({
  action,
  resource: (account: string, partition: string) => oneOf(on, partition, account),
}));

function oneOf(on: Target, partition: string, account: string): string {
  const universe = universeOf(on, partition, account);
  return universe === '*' ? universe : universe.replaceAll('*', 'orders-api');
}

/** Things that policies of the estates single out. */
export const singledOut: readonly BatchRequest[] = [
  { action: 'iam:PutRolePolicy', resource: (account) => `arn:aws:iam::${account}:role/security/audit` },
  { action: 'iam:PutRolePolicy', resource: (account) => `arn:aws:iam::${account}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_x_1` },
  { action: 'iam:CreateAccessKey', resource: (account) => `arn:aws:iam::${account}:user/user.3` },
  { action: 'IAM:createaccesskey', resource: (account) => `arn:aws:iam::${account}:user/user.1` },
  { action: 's3:DeleteBucket', resource: 'arn:aws:s3:::acme-orders-api-prod' },
  { action: 's3:DeleteBucket', resource: 'arn:aws:s3:::acme-orders-api-prod', resourceAccount: (account) => account || undefined },
  { action: 's3:GetObject', resource: 'arn:aws:s3:::acme-payments-drop/x', resourceAccount: '111122223333' },
  { action: 'sts:GetCallerIdentity', resource: '*' },
  { action: 'sts:GetSessionToken', resource: '*' },
  { action: 'sts:AssumeRole', resource: 'arn:aws:iam::999988887777:role/readonly-x' },
  { action: 'nosuchservice:DoIt', resource: '*' },
  { action: 'notaservice:DoThings', resource: 'arn:aws:notaservice:eu-west-1:111122223333:thing/x' },
  {
    action: 'sts:AssumeRole',
    resource: (account) => `arn:aws:iam::${account}:role/target`,
    resourcePolicy: {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: '111122223333' },
        Action: 'sts:AssumeRole',
        Condition: { StringLike: { 'aws:PrincipalTag/team': ['p*', 'data'] } },
      },
    },
  },
  {
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::acme-shared/x',
    resourceAccount: '111122223333',
    resourcePolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: '*',
          Action: 's3:GetObject',
          Resource: '*',
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-acme000001' } },
        },
        { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*', Condition: { ArnLike: { 'aws:PrincipalArn': '*:role/app/*' } } },
      ],
    },
  },
];

const fullRcp = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } };
const rcps = [
  [fullRcp],
  [
    fullRcp,
    {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Deny',
        Principal: '*',
        Action: ['s3:*', 'secretsmanager:*', 'sts:AssumeRole'],
        Resource: '*',
        Condition: { StringNotLikeIfExists: { 'aws:PrincipalArn': ['*:role/*-prod-*', '*:user/*'] } },
      },
    },
  ],
];

/** The same requests where the resources are under resource control policies. */
export const controlled: readonly BatchRequest[] = privileged.map((request) => ({ ...request, resourceControlPolicies: rcps }));

/** The pairs of which the batch says something else than `evaluateAccess`, asked with the documents as they were given. */
export function disagreements(input: BatchInput): readonly string[] {
  const batch = evaluateAll(input);
  const wrong: string[] = [];
  for (const [p, principal] of input.principals.entries()) {
    const { account, arn } = callerOf(principal.principal);
    for (const [r, { resource, resourceAccount, ...request }] of input.requests.entries()) {
      const { decision, on } = evaluateAccess({
        ...principal,
        ...request,
        context: principal.context ?? input.context,
        unknownKeys: principal.unknownKeys ?? input.unknownKeys,
        resource: typeof resource === 'string' ? resource : resource(account ?? '', arn?.split(':')[1] ?? ''),
        resourceAccount: typeof resourceAccount === 'function' ? resourceAccount(account ?? '') : resourceAccount,
      });
      const seen = `${batch.decision(p, r)} ${batch.on(p, r).join()}`;
      const single = `${decision} ${on.join()}`;
      if (seen !== single) wrong.push(`${JSON.stringify(principal.principal)} ${request.action}: batch ${seen}, single ${single}`);
    }
  }
  return wrong;
}
