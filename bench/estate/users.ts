import { awsManagedArn } from './aws-managed.ts';
import type { GroupDetail, UserDetail } from './details.ts';
import { CREATED, uniqueId } from './details.ts';
import type { Setting } from './roles.ts';
import { attachments, inline, tagsOf } from './roles.ts';

const groups: readonly (readonly [string, readonly string[]])[] = [
  ['administrators', ['AdministratorAccess']],
  ['developers', ['PowerUserAccess', 'IAMUserChangePassword']],
  ['readers', ['ReadOnlyAccess', 'IAMUserChangePassword']],
  ['auditors', ['SecurityAudit']],
  ['billing', ['job-function/Billing']],
  ['databases', ['job-function/DatabaseAdministrator', 'AmazonDynamoDBFullAccess']],
  ['operators', []],
];

export function groupsOf(setting: Setting): readonly GroupDetail[] {
  const { dice, account, shelf } = setting;
  return groups.map(([name, managed], number) => ({
    Path: '/',
    GroupName: name,
    GroupId: uniqueId('AGPA', account, number),
    Arn: `arn:aws:iam::${account}:group/${name}`,
    CreateDate: CREATED,
    GroupPolicyList: [
      ...(name === 'readers' ? [] : [{ PolicyName: 'mfa', PolicyDocument: withoutMfa }]),
      ...(name === 'operators' ? [inline(shelf.unique('operator'))] : []),
    ],
    AttachedManagedPolicies: attachments(setting, [
      ...managed.map(awsManagedArn),
      ...(name === 'operators' ? [dice.popular(shelf.operators)] : []),
    ]),
  }));
}

/** People in groups, and programs with a policy of their own. */
export function userOf(setting: Setting, number: number): UserDetail {
  const { dice, account, shelf } = setting;
  const person = dice.chance(0.65);
  const path = person && dice.chance(0.2) ? '/staff/' : '/';
  const name = person ? `user.${number}` : `svc-${shelf.inline.at(number % shelf.inline.length)?.subject.app ?? 'x'}-${number}`;
  const member = person
    ? [dice.weighted({ administrators: 1, developers: 5, readers: 5, auditors: 1, billing: 1, databases: 1, operators: 1 })]
    : [];
  const second = person && dice.chance(0.15) ? ['readers'] : [];
  const own = !person || dice.chance(0.1);
  const limited = dice.chance(0.08) ? dice.popular(shelf.boundaries, 2) : undefined;
  const policies = own ? [inline(person ? { ...dice.popular(shelf.inline), document: selfService } : dice.popular(shelf.inline))] : [];
  return {
    Path: path,
    UserName: name,
    UserId: uniqueId('AIDA', account, number),
    Arn: `arn:aws:iam::${account}:user${path}${name}`,
    CreateDate: CREATED,
    ...(policies.length > 0 ? { UserPolicyList: policies } : {}),
    // one in two hundred is in a group that was deleted
    GroupList: [...new Set([...member, ...second, ...(dice.chance(0.005) ? ['gone'] : [])])],
    AttachedManagedPolicies: attachments(setting, person ? [] : dice.chance(0.4) ? [dice.popular(shelf.applications)] : []),
    ...(limited === undefined ? {} : { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: limited } }),
    Tags: tagsOf(dice),
  };
}

const withoutMfa = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'DenyWithoutMfa',
      Effect: 'Deny',
      NotAction: ['iam:ChangePassword', 'iam:EnableMFADevice', 'iam:ListMFADevices', 'sts:GetSessionToken'],
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    },
  ],
};

const selfService = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: ['iam:*AccessKey*', 'iam:*SSHPublicKey*', 'iam:GetUser', 'iam:ChangePassword'],
      Resource: 'arn:aws:iam::*:user/${aws:username}',
    },
    { Effect: 'Allow', Action: 'iam:*MFADevice*', Resource: ['arn:aws:iam::*:mfa/${aws:username}', 'arn:aws:iam::*:user/${aws:username}'] },
  ],
};
