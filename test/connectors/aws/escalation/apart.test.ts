import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { AccountCase, HolderCase } from '../resolve/estate.ts';
import { HOME } from '../resolve/say.ts';
import { letting, says, secretOf } from './documents.ts';
import { seen } from './judge.ts';
import { allow, ann, small, sure } from './small.ts';

const SECRET = secretOf(HOME);
const role = (name: string): string => `arn:aws:iam::${HOME}:role/${name}`;
const inline = (...statements: readonly Json[]): HolderCase => ({ inline: { own: says(...statements) } });
const runner = { ...inline(allow('secretsmanager:GetSecretValue', SECRET)), trust: letting({ Service: 'lambda.amazonaws.com' }) };
const pass = allow('iam:PassRole', role('runner'));
const start = allow(['lambda:CreateFunction', 'lambda:InvokeFunction']);
const readsSecret = (account: AccountCase, holder?: string): string => sure(seen(small(account, holder)), 'read-secrets', SECRET);
const administers = (account: AccountCase, holder?: string): string => sure(seen(small(account, holder)), 'administer');

describe('ingredients of different principals do not add up', () => {
  it('of two users', () => {
    const account: AccountCase = { users: { ann: inline(pass), bob: inline(start) }, roles: { runner } };
    expect(readsSecret(account)).toBe('none');
    expect(readsSecret(account, `arn:aws:iam::${HOME}:user/bob`)).toBe('none');
  });

  it('of a user and a role that it may become, whose session has the rights of the role alone', () => {
    const middle = { ...inline(pass), trust: letting({ AWS: ann }) };
    expect(readsSecret({ users: { ann: inline(start) }, roles: { runner, middle } })).toBe('none');
    const whole = { ...inline(pass, start), trust: letting({ AWS: ann }) };
    expect(readsSecret({ users: { ann: inline(start) }, roles: { runner, middle: whole } })).toBe('certain');
  });

  it('of a user and a group that it is not in', () => {
    const groups = { ops: inline(start) };
    expect(readsSecret({ users: { ann: inline(pass) }, groups, roles: { runner } })).toBe('none');
    expect(readsSecret({ users: { ann: { ...inline(pass), groups: ['ops'] } }, groups, roles: { runner } })).toBe('certain');
  });
});

describe('rights to write policies of another kind of principal give nothing', () => {
  const asRole = { AWS: '333333333333' };

  it.each(['iam:PutUserPolicy', 'iam:AttachUserPolicy', 'iam:AddUserToGroup', 'iam:PutGroupPolicy'])(
    'a role has no use for %s',
    (action) => {
      const account: AccountCase = {
        users: { bob: {} },
        groups: { ops: {} },
        roles: { r: { ...inline(allow(action)), trust: letting(asRole) } },
      };
      expect(administers(account, role('r'))).toBe('none');
    },
  );

  it.each(['iam:PutRolePolicy', 'iam:AttachRolePolicy'])('a user has no use for %s where it may become no role', (action) => {
    expect(administers({ users: { ann: inline(allow(action)) }, roles: { r: { trust: letting(asRole) } } })).toBe('none');
  });
});

describe('versions of policies', () => {
  const may = inline(allow('iam:CreatePolicyVersion'));

  it('are made of policies of the account alone, not of those of AWS', () => {
    const policies = { 'AWS:ReadOnlyAccess': says(allow('s3:ListAllMyBuckets')) };
    expect(administers({ policies, users: { ann: { ...may, attached: ['AWS:ReadOnlyAccess'] } } })).toBe('none');
  });

  it('count where a group holds the policy', () => {
    const policies = { team: says(allow('s3:ListAllMyBuckets')) };
    const groups = { ops: { attached: ['team'] } };
    expect(administers({ policies, groups, users: { ann: { ...may, groups: ['ops'] } } })).toBe('certain');
    expect(administers({ policies, groups, users: { ann: may } })).toBe('none');
  });
});

describe('a trust that names the service', () => {
  const trusting = (...statements: readonly Json[]): string =>
    readsSecret({ users: { ann: inline(pass, start) }, roles: { runner: { ...runner, trust: says(...statements) } } });
  const service = { Service: 'lambda.amazonaws.com' };
  const lets = { Effect: 'Allow', Principal: service, Action: 'sts:AssumeRole' };

  it('lets it in by a pattern of actions, or among others', () => {
    expect(trusting({ ...lets, Action: 'sts:*' })).toBe('certain');
    expect(trusting({ ...lets, Principal: { Service: ['edgelambda.amazonaws.com', 'lambda.amazonaws.com'] } })).toBe('certain');
  });

  it('does not by another action, or against a deny', () => {
    expect(trusting({ ...lets, Action: 'sts:TagSession' })).toBe('none');
    expect(trusting(lets, { ...lets, Effect: 'Deny' })).toBe('none');
  });

  it('does not for what another account has it do', () => {
    // IAM user guide, confused-deputy.html: the keys tell for whose resource the service acts
    const acting = (Condition: Json): string => trusting({ ...lets, Condition });
    expect(acting({ ArnLike: { 'aws:SourceArn': `arn:aws:lambda:*:999999999999:function:*` } })).toBe('none');
    expect(acting({ StringEquals: { 'aws:SourceAccount': '999999999999' } })).toBe('none');
  });
});
