import { expect, it } from 'vitest';
import { resolveAccounts } from '../resolve/cases.ts';

const ACCOUNT = '111111111111';
const statement = (Effect: string, Action: string, Resource: string): object => ({ Effect, Action, Resource });

function grantsOf(...statements: readonly object[]): readonly string[] {
  const document = { Version: '2012-10-17', Statement: statements } as never;
  return resolveAccounts({ [ACCOUNT]: { users: { ann: { inline: { p: document } } } } }).flatMap((each) =>
    each.type === 'grant' ? [`${each.capability} ${each.scope} ${each.presence}`] : [],
  );
}

it('keeps a grant possible behind a deny whose wildcard may or may not run over colons', () => {
  expect(
    grantsOf(statement('Allow', 'iam:PutUserPolicy', `arn:aws:iam::${ACCOUNT}:user/bob`), statement('Deny', 'iam:*', 'arn:aws:i*bob')),
  ).toEqual([`grant-privilege arn:aws:iam::${ACCOUNT}:user/bob possible`]);
});

it('takes a grant away behind a deny whose wildcard ends its part', () => {
  expect(
    grantsOf(statement('Allow', 'iam:PutUserPolicy', `arn:aws:iam::${ACCOUNT}:user/bob`), statement('Deny', 'iam:*', 'arn:aws:iam*')),
  ).toEqual([]);
});

it('gives what such a pattern allows as possible only', () => {
  expect(grantsOf(statement('Allow', 's3:GetObject', 'arn:aws:s3*logs*')).every((each) => each.endsWith(' possible'))).toBe(true);
  expect(grantsOf(statement('Allow', 's3:GetObject', 'arn:aws:s3*logs*'))).toHaveLength(1);
});

const OWN = `arn:aws:iam::${ACCOUNT}:user/\${aws:PrincipalTag/team}/*`;
const OR_OPS = `arn:aws:iam::${ACCOUNT}:user/\${aws:PrincipalTag/team, 'ops'}/*`;

/** Of a role whose sessions may bring tags of their own, so that nobody knows them. */
function grantsOfTagged(version: string, ...statements: readonly object[]): readonly string[] {
  const document = { Version: version, Statement: statements } as never;
  const trust = { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:TagSession' } } as never;
  return resolveAccounts({ [ACCOUNT]: { roles: { r: { trust, inline: { p: document } } } } }).flatMap((each) =>
    each.type === 'grant' ? [`${each.capability} ${each.scope} ${each.presence}`] : [],
  );
}

it('gives nothing where a tag must be missing and the resource is named by it, but for a default', () => {
  const without = { Condition: { Null: { 'aws:PrincipalTag/Team': 'true' } } };
  const allow = (resource: string): object => ({ ...statement('Allow', 'iam:PutUserPolicy', resource), ...without });
  expect(grantsOfTagged('2012-10-17', statement('Allow', 'iam:PutUserPolicy', OWN))).toEqual([
    `grant-privilege arn:aws:iam::${ACCOUNT}:user/*/* possible`,
  ]);
  expect(grantsOfTagged('2012-10-17', allow(OWN))).toEqual([]);
  expect(grantsOfTagged('2012-10-17', allow(OR_OPS))).toEqual([`grant-privilege arn:aws:iam::${ACCOUNT}:user/ops/* possible`]);
});

it('takes a grant away behind a deny of the same pattern, whatever its variable stands for', () => {
  const allow = statement('Allow', 'iam:PutUserPolicy', OR_OPS);
  const left = [`grant-privilege arn:aws:iam::${ACCOUNT}:user/*/* possible`];
  expect(grantsOfTagged('2012-10-17', allow)).toEqual(left);
  expect(grantsOfTagged('2012-10-17', allow, statement('Deny', '*', OR_OPS))).toEqual([]);
  expect(grantsOfTagged('2012-10-17', allow, statement('Deny', '*', OWN))).toEqual(left);
  expect(grantsOfTagged('2012-10-17', allow, { ...statement('Deny', '*', OR_OPS), Condition: { Null: { 'x:y': 'true' } } })).toEqual(left);
});
