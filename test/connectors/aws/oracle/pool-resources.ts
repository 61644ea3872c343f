import fc from 'fast-check';
import type { ConditionBlock } from './condition.ts';
import type { Document, Statement } from './literal.ts';
import type { Holder } from './pool.ts';
import { AWAY, conditionsOf, dates, documents, either, HOME, KEY, ORGANIZATION, SECRET, some, trusted } from './pool.ts';

/*
 * Policies of resources, and what protects resources of a whole account.
 */

/** A resource whose policy is drawn, and the privileged actions on it that mean one capability. */
export interface Thing {
  readonly arn: string;
  readonly owner: string;
  readonly capability: string;
  readonly actions: readonly string[];
}
export const secret: Thing = { arn: SECRET, owner: HOME, capability: 'read-secrets', actions: ['secretsmanager:GetSecretValue'] };
/** Of the management account, which no policy of the organization binds. */
export const secretAway: Thing = {
  arn: `arn:aws:secretsmanager:eu-west-1:${AWAY}:secret:prod/db-abcdef`,
  owner: AWAY,
  capability: 'read-secrets',
  actions: ['secretsmanager:GetSecretValue'],
};
export const key: Thing = {
  arn: KEY,
  owner: HOME,
  capability: 'destroy',
  actions: ['kms:ScheduleKeyDeletion', 'kms:DeleteImportedKeyMaterial'],
};

const spoken: Readonly<Record<string, { readonly actions: fc.Arbitrary<string | string[]>; readonly resources: fc.Arbitrary<string> }>> = {
  [SECRET]: {
    actions: fc.constantFrom('secretsmanager:GetSecretValue', 'secretsmanager:*', '*', 'secretsmanager:Get*', 's3:*'),
    resources: fc.constantFrom('*', '*', `arn:aws:secretsmanager:*:${HOME}:secret:prod/*`, `arn:aws:secretsmanager:*:${HOME}:secret:dev*`),
  },
  [secretAway.arn]: {
    actions: fc.constantFrom('secretsmanager:GetSecretValue', 'secretsmanager:*', '*'),
    resources: fc.constantFrom('*', secretAway.arn),
  },
  [KEY]: {
    actions: fc.constantFrom<string | string[]>('kms:*', 'kms:*', 'kms:ScheduleKeyDeletion', ['kms:Delete*', 'kms:Describe*'], '*', 's3:*'),
    resources: fc.constantFrom('*', '*', '*', KEY, `arn:aws:kms:*:${HOME}:key/2`),
  },
};

function policyOn(
  arn: string,
  principals: fc.Arbitrary<Statement['Principal']>,
  conditions: (effect: 'Allow' | 'Deny') => fc.Arbitrary<ConditionBlock | undefined>,
): fc.Arbitrary<Document> {
  const { actions = fc.constant('*'), resources = fc.constant('*') } = spoken[arn] ?? {};
  return documents(
    either((Effect) =>
      fc
        .record({ Principal: principals, Action: actions, Resource: resources, Condition: conditions(Effect) })
        .map(({ Principal, Condition, ...rest }) => ({
          Effect,
          ...rest,
          ...(Principal === undefined ? {} : { Principal }),
          ...(Condition === undefined ? {} : { Condition }),
        })),
    ),
  );
}

/** A policy of the thing that speaks of users, roles, accounts and services. */
export function resourcePolicyOf({ arn }: Thing, holder: Holder): fc.Arbitrary<Document> {
  return policyOn(arn, trusted, (effect) => conditionsOf(effect, holder, true));
}

export const PROVIDER = `arn:aws:iam::${HOME}:saml-provider/idp`;
export const SERVICE = 'lambda.amazonaws.com';
const unsigned = fc.constantFrom<NonNullable<Statement['Principal']>>(
  '*',
  { AWS: '*' },
  { AWS: HOME },
  { Service: SERVICE },
  { Service: ['ec2.amazonaws.com', SERVICE] },
  { Service: 'ec2.amazonaws.com' },
  { Federated: PROVIDER },
  { Federated: PROVIDER, Service: SERVICE },
);
const ofUnsigned: readonly ConditionBlock[] = [
  { StringEquals: { 'aws:SourceAccount': HOME } },
  { StringNotEquals: { 'aws:SourceAccount': HOME } },
  { ArnLike: { 'aws:SourceArn': `arn:aws:lambda:*:${HOME}:function:*` } },
  { Bool: { 'aws:PrincipalIsAWSService': 'true' } },
  { Bool: { 'aws:PrincipalIsAWSService': 'false' } },
  { BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
  { StringEquals: { 'aws:ResourceTag/env': 'dev' } },
];

/** A policy of the thing that speaks of services and identity providers. */
export function unsignedPolicyOf({ arn }: Thing): fc.Arbitrary<Document> {
  return policyOn(arn, unsigned, () => unsignedConditions);
}

/** Conditions on what a service's own request carries. */
export const unsignedConditions: fc.Arbitrary<ConditionBlock | undefined> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.constantFrom(...ofUnsigned) },
  { weight: 1, arbitrary: fc.constantFrom(...dates) },
);

const protectedActions = fc.constantFrom<string>(
  'secretsmanager:*',
  'secretsmanager:GetSecretValue',
  's3:*',
  's3:PutObject',
  'sts:AssumeRole',
  'sts:*',
  'kms:*',
  'kms:ScheduleKeyDeletion',
  'dynamodb:*',
  'iam:*',
);
const protectedThings = fc.constantFrom(
  '*',
  '*',
  SECRET,
  KEY,
  'arn:aws:s3:::b/*',
  `arn:aws:iam::${HOME}:role/r1`,
  `arn:aws:iam::${HOME}:role/team/*`,
);

/** A resource control policy: it can only deny, and only everyone. */
export function protectionOf(conditions: fc.Arbitrary<ConditionBlock | undefined>): fc.Arbitrary<Document> {
  const denies = fc
    .record({
      Action: some(protectedActions),
      resource: fc.oneof(
        { weight: 5, arbitrary: some(protectedThings).map((Resource) => ({ Resource })) },
        { weight: 1, arbitrary: protectedThings.filter((each) => each !== '*').map((NotResource) => ({ NotResource })) },
      ),
      Condition: conditions,
    })
    .map(({ Action, resource, Condition }): Document => ({
      Version: '2012-10-17',
      Statement: { Effect: 'Deny', Principal: '*', Action, ...resource, ...(Condition === undefined ? {} : { Condition }) },
    }));
  const perimeter = fc.constantFrom<Document>({
    Version: '2012-10-17',
    Statement: {
      Effect: 'Deny',
      Principal: '*',
      Action: ['s3:*', 'sts:AssumeRole', 'secretsmanager:*', 'kms:*'],
      Resource: '*',
      Condition: {
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORGANIZATION },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
    },
  });
  return fc.oneof({ weight: 3, arbitrary: denies }, { weight: 1, arbitrary: perimeter });
}
