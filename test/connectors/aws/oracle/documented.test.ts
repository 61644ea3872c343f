import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../src/base/json.ts';
import type { AccountCase } from '../resolve/estate.ts';
import type { ConditionBlock } from './condition.ts';
import { AWAY, HOME } from './pool.ts';
import { allow, deny, says, saysOfOld, told, toldOfAnn, trusting } from './say.ts';

/*
 * Decisions the AWS documentation fixes, one by one, worked out by hand. IAM User Guide:
 * reference_policies_evaluation-logic*.html, reference_policies_elements_*.html, access_policies_boundaries.html.
 */

const KEYS = 'user/ann: mint-credential @ account';
const users = `arn:aws:iam::${HOME}:user/`;
describe('actions and resources', () => {
  it('nothing allows nothing', () => {
    expect(told({ users: { ann: {} }, roles: { r: { trust: trusting({ AWS: HOME }) } } })).toEqual([]);
  });

  it('everything allows everything, and a deny in any layer is final', () => {
    expect(toldOfAnn(allow('*'))).toEqual(['user/ann: administer @ account']);
    expect(toldOfAnn(allow('iam:CreateAccessKey'), deny('iam:CreateAccessKey'))).toEqual([]);
    const everything = says(allow('*'));
    expect(
      told({ groups: { ops: { inline: { no: says(deny('*')) } } }, users: { ann: { groups: ['ops'], inline: { p: everything } } } }),
    ).toEqual([]);
    expect(told({ policies: { cap: says(allow('*'), deny('*')) }, users: { ann: { limit: 'cap', inline: { p: everything } } } })).toEqual(
      [],
    );
  });

  it('actions ignore case, take wildcards anywhere and are anchored at both ends', () => {
    expect(toldOfAnn(allow('IAM:createACCESSkey'))).toEqual([KEYS]);
    expect(toldOfAnn(allow('iam:*AccessKey*'))).toEqual([KEYS]);
    expect(toldOfAnn(allow('iam:CreateAccessKe?'))).toEqual([KEYS]);
    expect(toldOfAnn(allow(['iam:CreateAccess', 'am:CreateAccessKey', 'iam:CreateAccessKey?']))).toEqual([]);
  });

  it('NotAction allows every other service: the role may be assumed, nothing of IAM is given', () => {
    const lines = told({
      users: { ann: { inline: { p: says({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }) } } },
      roles: { r: { trust: trusting({ AWS: HOME }) } },
    });
    expect(lines).toContain('user/ann may become role/r');
    expect(lines).toContain('user/ann: read-secrets @ account');
    expect(lines.filter((line) => /grant-privilege|mint-credential|administer/.test(line))).toEqual([
      'user/ann: grant-privilege @ account?',
    ]);
  });

  it('a deny of all but sts leaves sts', () => {
    const policy = says(allow('*'), { Effect: 'Deny', NotAction: 'sts:*', Resource: '*' });
    expect(told({ users: { ann: { inline: { p: policy } } }, roles: { r: { trust: trusting({ AWS: HOME }) } } })).toEqual([
      'user/ann may become role/r',
      // sts:AssumeRoot, where the account is a management account
      'user/ann: impersonate @ account?',
    ]);
  });

  it('objects are not their bucket, the bucket is not its objects, and a trailing star covers both', () => {
    const s3 = ['s3:GetObject', 's3:DeleteBucket'];
    expect(toldOfAnn(allow(s3, 'arn:aws:s3:::b/*'))).toEqual(['user/ann: read-data @ arn:aws:s3:::b/*']);
    expect(toldOfAnn(allow(s3, 'arn:aws:s3:::b'))).toEqual(['user/ann: destroy @ arn:aws:s3:::b']);
    expect(toldOfAnn(allow(s3, 'arn:aws:s3:::b*'))).toEqual([
      'user/ann: destroy @ arn:aws:s3:::b*',
      'user/ann: read-data @ arn:aws:s3:::b*',
    ]);
  });

  it('a specific resource neither allows nor denies an action that takes none', () => {
    const leave = 'organizations:LeaveOrganization';
    expect(toldOfAnn(allow(leave, `arn:aws:organizations::${HOME}:account/o-1/*`))).toEqual([]);
    expect(toldOfAnn(allow(leave), deny(leave, `arn:aws:organizations::${HOME}:account/o-1/*`))).toEqual([
      'user/ann: change-guardrail @ account',
    ]);
    expect(toldOfAnn({ Effect: 'Allow', Action: leave, NotResource: `${users}ann` })).toEqual(['user/ann: change-guardrail @ account']);
  });

  it('NotResource leaves all but what it names', () => {
    const but = (NotResource: string): readonly string[] => toldOfAnn({ Effect: 'Allow', Action: 'iam:CreateAccessKey', NotResource });
    expect(but(`${users}admin`)).toEqual([KEYS]);
    expect(but(`${users}*`)).toEqual([]);
  });

  it('roles that AWS keeps cannot be written by anyone of the account', () => {
    const roles = [`arn:aws:iam::${HOME}:role/aws-reserved/sso.amazonaws.com/*`, `arn:aws:iam::${HOME}:role/aws-service-role/*`];
    expect(toldOfAnn(allow('iam:PutRolePolicy', roles))).toEqual([]);
  });

  it('a boundary and a policy leave what is in both, segment by segment', () => {
    // both overlap: all of one account, and users of any account
    const lines = told({
      policies: { cap: says(allow('*', 'arn:aws:iam::*:user/*')) },
      users: { ann: { limit: 'cap', inline: { p: says(allow(['iam:PutRolePolicy', 'iam:CreateAccessKey'], `arn:aws:iam::${HOME}:*`)) } } },
    });
    expect(lines).toEqual([KEYS]);
  });
});

describe('variables', () => {
  const own = 'arn:aws:iam::*:user/${aws:username}';
  it('are plain text without version 2012-10-17, and nobody is called so', () => {
    expect(told({ users: { ann: { inline: { p: saysOfOld(allow('iam:PutUserPolicy', own)) } } } })).toEqual([]);
  });

  it('stand for the own user: a gain where policies are written, none where credentials are', () => {
    expect(toldOfAnn(allow('iam:PutUserPolicy', own))).toEqual(['user/ann: grant-privilege @ user/ann']);
    expect(toldOfAnn(allow('iam:CreateAccessKey', own))).toEqual([]);
  });

  it('are no matter where the same policy names one user: its own credentials are no gain to that user only', () => {
    const policies = { keys: says(allow('iam:CreateAccessKey', `${users}ann`)) };
    const holder = { attached: ['keys'] };
    const lines = ['user/bob: mint-credential @ user/ann', 'user/zoe: mint-credential @ user/ann'];
    expect(told({ policies, users: { ann: holder, bob: holder, zoe: holder } })).toEqual(lines);
    expect(told({ policies, users: { zoe: holder, bob: holder, ann: holder } })).toEqual(lines);
  });

  it('lack the path, so a user with one is not itself', () => {
    expect(told({ users: { 'team/ann': { inline: { p: says(allow('iam:PutUserPolicy', own)) } } } })).toEqual([]);
  });

  it('have no value for a role: the entry vanishes', () => {
    expect(told({ roles: { r: { inline: { p: says(allow('iam:PutUserPolicy', own)) } } } })).toEqual([]);
    // from a NotResource of a deny, which then denies all
    const policy = says(allow('iam:PutUserPolicy'), { Effect: 'Deny', Action: 'iam:*', NotResource: own });
    expect(told({ roles: { r: { inline: { p: policy } } } })).toEqual([]);
  });

  it('take a default where they have no value, and only there', () => {
    const policy = says(allow('secretsmanager:GetSecretValue', `arn:aws:secretsmanager:*:${HOME}:secret:\${aws:PrincipalTag/team, 'x'}-*`));
    const scope = (team: string): readonly string[] => [`user/ann: read-secrets @ arn:aws:secretsmanager:*:${HOME}:secret:${team}-*`];
    expect(told({ users: { ann: { inline: { p: policy } } } })).toEqual(scope('x'));
    expect(told({ users: { ann: { tags: { team: 'blue' }, inline: { p: policy } } } })).toEqual(scope('blue'));
  });

  it('written as an escape are the character itself', () => {
    expect(toldOfAnn(allow('iam:CreateAccessKey', '*', { StringLike: { 'aws:username': '${*}' } }))).toEqual([]);
    expect(toldOfAnn(allow('iam:CreateAccessKey', '*', { StringLike: { 'aws:username': 'a*' } }))).toEqual([KEYS]);
  });

  it('whose value is not known leave the other resources of the statement as they are', () => {
    const lines = told({
      roles: {
        r: {
          trust: says({ Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: ['sts:AssumeRole', 'sts:TagSession'] }),
          inline: { p: says(allow('iam:CreateAccessKey', [`${users}zed`, `${users}\${aws:PrincipalTag/team}/*`])) },
        },
      },
    });
    expect(lines.filter((line) => line.includes('mint'))).toEqual([
      'role/r: mint-credential @ user/*/*?',
      'role/r: mint-credential @ user/zed',
    ]);
  });
});

describe('permissions boundaries', () => {
  it('limit what policies give and give nothing', () => {
    const cap = says(allow('s3:*'));
    expect(told({ policies: { cap }, users: { ann: { limit: 'cap', inline: { p: says(allow('iam:*')) } } } })).toEqual([]);
    expect(told({ policies: { cap: says(allow('*')) }, users: { ann: { limit: 'cap' } } })).toEqual([]);
  });
});

describe('who may assume a role', () => {
  const assume = says(allow('sts:AssumeRole'));
  const ann = `arn:aws:iam::${HOME}:user/ann`;

  it('its account: by a policy of the caller only', () => {
    const roles = { r: { trust: trusting({ AWS: `arn:aws:iam::${HOME}:root` }) } };
    expect(told({ users: { ann: {} }, roles })).toEqual([]);
    expect(told({ users: { ann: { inline: { p: assume } } }, roles })).toEqual(['user/ann may become role/r']);
  });

  it('a user it names: without a policy, within its boundary', () => {
    const roles = { r: { trust: trusting({ AWS: ann }) } };
    expect(told({ users: { ann: {} }, roles })).toEqual(['user/ann may become role/r']);
    expect(told({ policies: { cap: says(allow('s3:*')) }, users: { ann: { limit: 'cap' } }, roles })).toEqual([]);
  });

  it('anyone, or one session: what a boundary without sts:AssumeRole does is not documented', () => {
    const capped = { limit: 'cap' };
    const policies = { cap: says(allow('s3:*')) };
    const open = told({ policies, users: { ann: capped }, roles: { r: { ...capped, trust: trusting('*') } } });
    expect(open).toEqual(['anyone may become role/r', 'role/r may become role/r?', 'user/ann may become role/r?']);
    const session = trusting({ AWS: `arn:aws:sts::${HOME}:assumed-role/app/job` });
    expect(told({ policies, roles: { 'team/app': capped, r: { trust: session } } })).toEqual(['role/team/app may become role/r?']);
  });

  it('a service only: not even an administrator', () => {
    expect(
      told({ users: { ann: { inline: { p: says(allow('*')) } } }, roles: { r: { trust: trusting({ Service: 'ec2.amazonaws.com' }) } } }),
    ).toEqual(['service:ec2.amazonaws.com may become role/r', 'user/ann: administer @ account']);
  });

  it('itself: only where its own trust says so', () => {
    const roles = (trust: Json): AccountCase => ({ roles: { r: { inline: { p: assume }, trust } } });
    expect(told(roles(trusting({ AWS: ann })))).toEqual(['user/ann may become role/r']);
    expect(told(roles(trusting({ AWS: `arn:aws:iam::${HOME}:role/r` })))).toEqual(['role/r may become role/r']);
  });

  it('a principal that was deleted: nobody, not even its namesake; by condition the namesake', () => {
    expect(
      told({ users: { ann: { inline: { p: assume } } }, roles: { r: { trust: trusting({ AWS: 'AIDAQQQQQQQQQQQQQQQQQ' }) } } }),
    ).toEqual([]);
    const byArn = trusting({ AWS: HOME }, { ArnEquals: { 'aws:PrincipalArn': ann } });
    expect(told({ users: { ann: { inline: { p: assume } }, bob: { inline: { p: assume } } }, roles: { r: { trust: byArn } } })).toEqual([
      'user/ann may become role/r',
    ]);
  });

  it('by another action: nobody', () => {
    const users = { ann: { inline: { p: assume } } };
    expect(told({ users, roles: { r: { trust: trusting({ AWS: HOME }, undefined, 'sts:TagSession') } } })).toEqual([]);
    const web = trusting('*', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${HOME}:user/*` } }, 'sts:AssumeRoleWithWebIdentity');
    // such a request is not signed, and carries no ARN of a principal
    expect(told({ users, roles: { r: { trust: web } } })).toEqual([]);
  });

  it('across accounts: both sides, whatever the trust names', () => {
    const away = (p?: Json): AccountCase => ({
      users: { cat: p === undefined ? {} : { inline: { p } } },
    });
    const named = { roles: { r: { trust: trusting({ AWS: `arn:aws:iam::${AWAY}:user/cat` }) } } };
    expect(told(named, away())).toEqual([]);
    expect(told(named, away(assume))).toEqual(['away:user/cat may become role/r']);
    expect(told({ roles: { r: { trust: trusting('*') } } }, away()).filter((line) => line.startsWith('away'))).toEqual([]);
    expect(told({ roles: { r: {} } }, away(assume))).toEqual([]);
  });

  it('across accounts: a condition on who owns the role is about the role', () => {
    const owned = (account: string): Json => says(allow('sts:AssumeRole', '*', { StringEquals: { 'aws:ResourceAccount': account } }));
    const roles = { r: { trust: trusting({ AWS: AWAY }) } };
    const away = (account: string): AccountCase => ({
      users: { cat: { inline: { p: owned(account) } } },
      roles: { own: { trust: trusting({ AWS: AWAY }) } },
    });
    expect(told({ roles }, away(HOME))).toEqual(['away:user/cat may become role/r']);
    expect(told({ roles }, away(AWAY))).toEqual(['away:user/cat may become away:role/own']);
    const denied = says(allow('sts:AssumeRole'), deny('*', '*', { StringNotEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } }));
    expect(told({ roles }, { users: { cat: { inline: { p: denied } } } })).toEqual([]);
  });

  it('a condition that long-term keys alone meet lets in users, not roles', () => {
    const keys = trusting({ AWS: HOME }, { Null: { 'aws:TokenIssueTime': 'true' } });
    const holder = { inline: { p: assume } };
    expect(told({ users: { ann: holder }, roles: { r: { trust: keys }, s: holder } })).toEqual(['user/ann may become role/r']);
  });

  it('an account nobody read: what it may choose itself lets it in', () => {
    const letsIn = (condition: ConditionBlock): readonly string[] => told({ roles: { r: { trust: trusting('*', condition) } } });
    expect(letsIn({ StringEquals: { 'aws:PrincipalTag/team': 'x' } })).toContain('anyone may become role/r');
    const tagged = (operator: string, variable: string): readonly string[] =>
      told({ roles: { r: { tags: { team: 'blue' }, trust: trusting('*', { [operator]: { 'aws:ResourceTag/team': variable } }) } } });
    for (const operator of ['StringEquals', 'StringNotEquals'])
      expect(tagged(operator, '${aws:PrincipalTag/team}')).toContain('anyone may become role/r');
    expect(tagged('StringEquals', '${aws:userid}')).not.toContain('anyone may become role/r');
    expect(letsIn({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } })).toContain('anyone may become role/r');
    expect(letsIn({ StringNotEquals: { 'aws:PrincipalAccount': '999999999999' } })).toContain('anyone may become role/r');
    expect(letsIn({ StringNotEquals: { 'aws:SourceAccount': '999999999999' } })).toContain('anyone may become role/r');
    expect(letsIn({ StringEquals: { 'aws:PrincipalAccount': '999999999999' } })).toEqual([
      'arn:aws:iam::999999999999:root may become role/r',
    ]);
  });

  it('an account nobody read: a deny leaves those whom it does not meet', () => {
    const lets = (condition: ConditionBlock): string => {
      const all = { Principal: '*', Action: 'sts:AssumeRole' };
      const trust = says({ ...all, Effect: 'Deny', Condition: condition }, { ...all, Effect: 'Allow' });
      const said = told({ roles: { r: { trust } } }).find((each) => each.startsWith('anyone '));
      return said === undefined ? 'nobody' : said.endsWith('?') ? 'perhaps' : 'anyone';
    };
    const foreign = 'arn:aws:iam::999999999999:role/deploy';
    const own = `arn:aws:iam::${HOME}:role/deploy`;
    // others are not met by it
    expect(lets({ ArnLike: { 'aws:PrincipalArn': foreign } })).toBe('anyone');
    expect(lets({ StringEquals: { 'aws:PrincipalAccount': '999999999999' } })).toBe('anyone');
    expect(lets({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/*' } })).toBe('anyone');
    // a star is a name that nobody has, where it is no pattern
    expect(lets({ StringEquals: { 'aws:PrincipalArn': '*' } })).toBe('anyone');
    // all are met
    expect(lets({ StringLike: { 'aws:PrincipalArn': '*' } })).toBe('nobody');
    expect(lets({ ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:user/*', 'arn:aws:iam::*:role/*'] } })).toBe('nobody');
    // all but one are met
    expect(lets({ ArnNotLike: { 'aws:PrincipalArn': own } })).toBe('nobody');
    expect(lets({ StringNotEquals: { 'aws:PrincipalAccount': HOME } })).toBe('nobody');
    expect(lets({ ArnNotLike: { 'aws:PrincipalArn': foreign } })).toBe('perhaps');
    expect(lets({ ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/deploy' } })).toBe('anyone');
  });

  it('an external id is the caller’s to send', () => {
    const roles = { r: { trust: trusting({ AWS: HOME }, { StringEquals: { 'sts:ExternalId': 'x' } }) } };
    expect(told({ users: { ann: { inline: { p: assume } } }, roles })).toEqual(['user/ann may become role/r']);
  });
});

describe('what could not be read', () => {
  it('may be anything, and is never nothing', () => {
    expect(told({ users: { ann: { attached: ['gone'] } } })).toEqual(['user/ann: administer @ account?']);
    expect(told({ users: { ann: { groups: ['gone'] } } })).toEqual(['user/ann: administer @ account?']);
    expect(told({ users: { ann: { inline: { p: null } } } })).toEqual(['user/ann: administer @ account?']);
    expect(told({ users: { ann: { limit: 'gone', inline: { p: says(allow('*')) } } } })).toEqual(['user/ann: administer @ account']);
    const roles = { r: { trust: trusting({ AWS: HOME }) } };
    expect(told({ users: { ann: { attached: ['gone'] } }, roles })).toContain('user/ann may become role/r?');
  });

  it('an operator that is not known leaves the allow possible', () => {
    expect(toldOfAnn(allow('iam:CreateAccessKey', '*', { StringAlmost: { 'aws:username': 'x' } }))).toEqual([`${KEYS}?`]);
  });
});
