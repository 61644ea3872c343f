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
