import fc from 'fast-check';
import type { ConditionBlock } from './condition.ts';
import type { Document, Statement } from './literal.ts';

/*
 * What real policies are made of. Everything drawn here has a concrete thing in `things.ts` that it speaks of and one it does not.
 */

export const HOME = '111111111111';
export const AWAY = '222222222222';
export const ORGANIZATION = 'o-abcdefghij';
export const STRANGER = '999999999999';
export const SECRET = `arn:aws:secretsmanager:eu-west-1:${HOME}:secret:prod/db-abcdef`;
export const KEY = `arn:aws:kms:eu-west-1:${HOME}:key/1`;
export const NOW = Date.parse('2026-01-01T00:00:00Z');
export const MOMENTS = [Date.parse('2025-03-01T00:00:00Z'), NOW, Date.parse('2026-09-01T00:00:00Z')] as const;

const actions = fc.constantFrom(
  '*',
  '*:*',
  'iam:*',
  'IAM:createaccesskey',
  'iam:*AccessKey*',
  'iam:?reate*',
  'iam:Put*Policy',
  'iam:Attach*',
  'iam:UpdateAssumeRolePolicy',
  'iam:CreatePolicyVersion',
  'iam:AddUserToGroup',
  'iam:*PermissionsBoundary',
  'sts:AssumeRole',
  'sts:*',
  's3:*',
  's3:Get*',
  's3:PutObject',
  'secretsmanager:GetSecretValue',
  'ssm:*',
  'cloudtrail:StopLogging',
  'organizations:*',
  'sso:*',
  'lambda:UpdateFunctionCode',
  '*:Delete*',
  'dynamodb:*',
  'kms:*',
  'ec2:Describe*',
);
const wideActions = fc.constantFrom('*', 'iam:*', 's3:*', 'sts:*', 'organizations:*', 'secretsmanager:*', 'iam:PassRole');

const resources = fc.constantFrom(
  '*',
  '*',
  `arn:aws:iam::${HOME}:*`,
  `arn:aws:iam::${HOME}:user/*`,
  'arn:aws:iam::*:user/*',
  `arn:aws:iam::${HOME}:user/\${aws:username}`,
  'arn:aws:iam::*:user/${aws:username}',
  `arn:aws:iam::${HOME}:user/ann`,
  `arn:aws:iam::${HOME}:user/team/*`,
  `arn:aws:iam::${HOME}:user/\${aws:PrincipalTag/team}/*`,
  "arn:aws:iam::111111111111:user/${aws:PrincipalTag/team, 'team'}/*",
  `arn:aws:iam::${HOME}:role/*`,
  'arn:aws:iam::*:role/*',
  `arn:aws:iam::${HOME}:role/r1`,
  `arn:aws:iam::${HOME}:role/team/*`,
  `arn:aws:iam::${AWAY}:role/*`,
  `arn:aws:iam::${AWAY}:role/r3`,
  `arn:aws:iam::${HOME}:group/ops`,
  `arn:aws:iam::${HOME}:policy/*`,
  'arn:aws:s3:::*',
  'arn:aws:s3:::b/*',
  'arn:aws:s3:::b',
  'arn:aws:s3:::b*',
  `arn:aws:secretsmanager:*:${HOME}:secret:prod/*`,
  SECRET,
  KEY,
  'arn:aws:secretsmanager:*:*:secret:*',
  `arn:aws:ssm:*:*:parameter/*`,
  'arn:aws:cloudtrail:*:*:trail/*',
  'arn:aws:lambda:eu-west-1:*:function:*',
);
const exceptions = fc.constantFrom(
  `arn:aws:iam::${HOME}:user/ann`,
  `arn:aws:iam::${HOME}:user/*`,
  'arn:aws:iam::*:user/${aws:username}',
  `arn:aws:iam::${HOME}:role/r1`,
  'arn:aws:s3:::b/*',
  'arn:aws:iam::*:role/*',
);

export const dates: readonly ConditionBlock[] = [
  { DateLessThan: { 'aws:CurrentTime': '2025-06-01T00:00:00Z' } },
  { DateLessThan: { 'aws:CurrentTime': '2026-06-01T00:00:00Z' } },
  { DateGreaterThan: { 'aws:CurrentTime': '2025-06-01T00:00:00Z' } },
  { DateGreaterThan: { 'AWS:currenttime': '2026-06-01T00:00:00Z' } },
  { NumericLessThan: { 'aws:EpochTime': '1780272000' } },
  { DateGreaterThan: { 'aws:CurrentTime': '2025-06-01' }, DateLessThan: { 'aws:CurrentTime': '2026-06-01' } },
];
/** What a holder can meet all at once: from a fresh session with MFA, at 10.1.2.3. */
const together: readonly ConditionBlock[] = [
  { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  { BoolIfExists: { 'aws:MultiFactorAuthPresent': true } },
  { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } },
  { IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '192.0.2.0/24'] } },
  { DateGreaterThan: { 'aws:TokenIssueTime': '2025-01-01T00:00:00Z' } },
  { DateGreaterThanIfExists: { 'aws:TokenIssueTime': '2025-01-01T00:00:00Z' } },
  { Null: { 'aws:MultiFactorAuthPresent': 'false' } },
  { Bool: { 'aws:ViaAWSService': 'false' } },
  { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
];
/** What the same holder escapes all at once. */
const escaped: readonly ConditionBlock[] = [
  { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
  { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
  { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
  { DateLessThan: { 'aws:TokenIssueTime': '2025-01-01T00:00:00Z' } },
  { Null: { 'aws:TokenIssueTime': 'true' } },
  { Null: { 'aws:MultiFactorAuthPresent': 'true' } },
  { Bool: { 'aws:ViaAWSService': 'true' } },
  { StringEquals: { 'aws:SourceVpce': 'vpce-1' } },
];
const ofTrusts: readonly ConditionBlock[] = [
  { ArnLike: { 'aws:PrincipalArn': [`arn:aws:iam::${HOME}:role/team/*`, `arn:aws:iam::${AWAY}:user/*`] } },
  { StringNotEquals: { 'aws:PrincipalAccount': [HOME, AWAY] } },
  { StringEquals: { 'aws:PrincipalAccount': AWAY } },
];
const ofAllowingTrusts: readonly ConditionBlock[] = [
  { StringEquals: { 'sts:ExternalId': 'x' } },
  { StringLike: { 'sts:RoleSessionName': '${aws:username}' } },
];
const told: readonly ConditionBlock[] = [
  { StringEquals: { 'aws:PrincipalTag/team': 'team' } },
  { StringNotEquals: { 'aws:PrincipalTag/team': 'team' } },
  { StringNotEqualsIfExists: { 'aws:PrincipalTag/team': ['team', 'red'] } },
  { StringEquals: { 'aws:PrincipalTag/team': ['Team', 'BLUE'] } },
  { StringLike: { 'aws:PrincipalTag/team': '*' } },
  { Null: { 'aws:PrincipalTag/team': 'true' } },
  { StringLike: { 'aws:username': ['a*', 'c?t'] } },
  { StringNotLike: { 'aws:username': 'ann' } },
  { StringEqualsIgnoreCase: { 'aws:PrincipalType': 'user' } },
  { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${HOME}:role/*` } },
  { ArnNotEquals: { 'aws:PrincipalArn': `arn:aws:iam::*:user/ann` } },
  { StringEquals: { 'aws:PrincipalAccount': HOME } },
  { StringEquals: { 'aws:ResourceAccount': HOME } },
  { StringNotEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } },
  { StringNotEquals: { 'aws:SourceAccount': HOME } },
  { StringEquals: { 'aws:SourceAccount': HOME } },
  { 'ForAllValues:StringEquals': { 'aws:PrincipalTag/team': 'team' } },
  { 'ForAnyValue:StringNotEquals': { 'aws:PrincipalTag/team': 'team' } },
];
const outside: readonly ConditionBlock[] = [
  { StringEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
  { StringNotEquals: { 'aws:PrincipalOrgID': 'o-abcdefghij' } },
  { StringEquals: { 'aws:ResourceTag/env': 'dev' } },
  { StringEquals: { 'aws:ResourceTag/team': 'team' } },
  { StringNotEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } },
  { StringEqualsIfExists: { 'aws:ResourceOrgID': 'o-abcdefghij' } },
];

type Effect = 'Allow' | 'Deny';
/** `at-once`: whatever is drawn of what a holder chooses, it can meet and escape all of it together. */
export type Holder = 'any' | 'at-once';

export function conditionsOf(effect: Effect, holder: Holder, trust: boolean): fc.Arbitrary<ConditionBlock | undefined> {
  const chosen = holder === 'any' ? [...together, ...escaped] : effect === 'Allow' ? together : escaped;
  const more = trust ? [...ofTrusts, ...(holder === 'any' || effect === 'Allow' ? ofAllowingTrusts : [])] : [];
  return fc.oneof(
    { weight: 10, arbitrary: fc.constant(undefined) },
    { weight: 3, arbitrary: fc.constantFrom(...dates) },
    { weight: 4, arbitrary: fc.constantFrom(...chosen) },
    { weight: 4, arbitrary: fc.constantFrom(...told, ...more) },
    { weight: 2, arbitrary: fc.constantFrom(...outside) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.constantFrom(...dates, ...told), fc.constantFrom(...chosen, ...outside)).map(([a, b]) => ({ ...b, ...a })),
    },
    ...(more.length === 0 ? [] : [{ weight: 3, arbitrary: fc.constantFrom(...more) }]),
  );
}

export function some<T>(item: fc.Arbitrary<T>, most = 2): fc.Arbitrary<T | T[]> {
  return fc.oneof(item, fc.array(item, { minLength: 1, maxLength: most }));
}

/** Three that allow for one that denies. */
export function either<T>(of: (effect: Effect) => fc.Arbitrary<T>): fc.Arbitrary<T> {
  return fc.oneof({ weight: 3, arbitrary: of('Allow') }, { weight: 1, arbitrary: of('Deny') });
}

function statement(effect: Effect, holder: Holder): fc.Arbitrary<Statement> {
  return fc
    .record({
      action: fc.oneof(
        { weight: 6, arbitrary: some(actions).map((Action) => ({ Action })) },
        { weight: 1, arbitrary: some(wideActions).map((NotAction) => ({ NotAction })) },
      ),
      resource: fc.oneof(
        { weight: 6, arbitrary: some(resources).map((Resource) => ({ Resource })) },
        { weight: 1, arbitrary: some(exceptions).map((NotResource) => ({ NotResource })) },
      ),
      Condition: conditionsOf(effect, holder, false),
    })
    .map(({ action, resource, Condition }) => ({
      Effect: effect,
      ...action,
      ...resource,
      ...(Condition === undefined ? {} : { Condition }),
    }));
}

export function documents(item: fc.Arbitrary<Statement>): fc.Arbitrary<Document> {
  return fc
    .record({
      modern: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      Statement: some(item, 3),
    })
    .map(({ modern, Statement }) => (modern ? { Version: '2012-10-17', Statement } : { Statement }));
}

export function policyOf(holder: Holder): fc.Arbitrary<Document> {
  return documents(either((effect) => statement(effect, holder)));
}
export function boundaryOf(holder: Holder): fc.Arbitrary<Document> {
  return fc.oneof(
    policyOf(holder),
    fc.constantFrom<Document>(
      { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
      { Version: '2012-10-17', Statement: { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' } },
      { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: ['s3:*', 'sts:*'], Resource: '*' } },
    ),
  );
}

export function controlOf(holder: Holder): fc.Arbitrary<Document> {
  return fc.oneof(
    policyOf(holder),
    fc.constantFrom<Document>(
      {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Deny',
          NotAction: ['iam:*', 'sts:*'],
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
        },
      },
      {
        Version: '2012-10-17',
        Statement: {
          Effect: 'Deny',
          Action: 'iam:*',
          Resource: '*',
          Condition: { ArnNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/team/*', `arn:aws:iam::${HOME}:user/ann`] } },
        },
      },
      {
        Version: '2012-10-17',
        Statement: { Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringNotEquals: { 'aws:PrincipalOrgID': ORGANIZATION } } },
      },
      { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: ['iam:*', 'sts:*', 's3:*'], Resource: '*' } },
      { Version: '2012-10-17', Statement: { Effect: 'Allow', NotAction: 'organizations:*', Resource: '*' } },
    ),
  );
}

export const trusted = fc.constantFrom<NonNullable<Statement['Principal']>>(
  '*',
  { AWS: '*' },
  { AWS: HOME },
  { AWS: `arn:aws:iam::${HOME}:root` },
  { AWS: AWAY },
  { AWS: STRANGER },
  { AWS: `arn:aws:iam::${HOME}:user/ann` },
  { AWS: [`arn:aws:iam::${HOME}:user/team/bob`, `arn:aws:iam::${AWAY}:user/cat`] },
  { AWS: `arn:aws:iam::${HOME}:role/r1` },
  { AWS: `arn:aws:iam::${AWAY}:role/r3` },
  { AWS: `arn:aws:sts::${HOME}:assumed-role/r2/session` },
  { AWS: 'AIDAQQQQQQQQQQQQQQQQQ' },
  { Service: 'ec2.amazonaws.com' },
  { Service: 'lambda.amazonaws.com', AWS: HOME },
);
const trustActions = fc.constantFrom<string | string[]>(
  'sts:AssumeRole',
  'sts:AssumeRole',
  ['sts:AssumeRole', 'sts:TagSession'],
  'sts:*',
  '*',
  'sts:AssumeRole*',
  'sts:AssumeRoleWithWebIdentity',
  'sts:TagSession',
);

export function trustOf(holder: Holder): fc.Arbitrary<Document> {
  return documents(
    either((Effect) =>
      fc
        .record({ Principal: trusted, Action: trustActions, Condition: conditionsOf(Effect, holder, true) })
        .map(({ Condition, ...rest }) => ({ Effect, ...rest, ...(Condition === undefined ? {} : { Condition }) })),
    ),
  );
}
