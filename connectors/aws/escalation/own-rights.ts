import type { EscalationMethod } from './method.ts';
import { method, on } from './method.ts';

const isUser = 'the holder is a user';
const isRole = 'the holder is a role';
const isMember = 'the holder is a user and in the group';
const isCapped = 'the holder has a permissions boundary';
const boundaries = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html';
const overwrites = 'What an inline policy denied is gone once it is written over.';
const own = (api: string): string => `https://docs.aws.amazon.com/IAM/latest/APIReference/API_${api}.html`;
const withoutLimit = 'No catalogue id. What its policies give without the boundary, and what it could then give itself.';
const isDenied = 'the policy denies it something';
const withoutIt = 'No catalogue id. What its other policies give without what it takes off, and what it could then give itself.';
const policyOf = {
  user: { name: 'User', who: isUser, on: 'oneself', of: '' },
  role: { name: 'Role', who: isRole, on: 'oneself', of: '' },
  group: { name: 'Group', who: isMember, on: 'own-group', of: ' of a group it is in' },
} as const;
const asksTags = 'a policy asks for its tags (aws:PrincipalTag)';
const tagged =
  'No catalogue id. What policies that count for the holder give it with the tags it may choose: `aws:RequestTag` and `aws:TagKeys` say which. Trust policies and policies of resources are read with the tags it has.';
const versions = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html';

/** Ways in which a principal gives rights to itself. */
export const ownRights: readonly EscalationMethod[] = [
  method(
    'new-version-of-own-policy',
    'own-rights',
    'write a new default version of a policy attached to itself',
    [on('own-policy', 'iam:CreatePolicyVersion')],
    {
      takesOff: 'all',
      covers: ['iam-001'],
      exists: ['a customer managed policy is attached to the holder or to a group it is in', 'it has fewer than five versions'],
      note: 'A new version can be made the default in the same call, so iam:SetDefaultPolicyVersion is not needed. What the policy denied is gone with it.',
    },
  ),
  method(
    'replace-version-of-own-policy',
    'own-rights',
    'delete a version of a policy attached to itself and write another',
    [on('own-policy', 'iam:CreatePolicyVersion'), on('own-policy', 'iam:DeletePolicyVersion')],
    {
      takesOff: 'all',
      exists: [
        'a customer managed policy is attached to the holder or to a group it is in',
        'it has five versions, as many as it can have',
      ],
      source: versions,
      note: 'No catalogue id: it does not say that a policy has five versions at most.',
    },
  ),
  method(
    'older-version-of-own-policy',
    'older-version',
    'bring back an older version of a policy attached to itself',
    [on('own-policy', 'iam:SetDefaultPolicyVersion')],
    {
      exists: ['the policy has a version beside its default one'],
      source: versions,
      note: 'No catalogue id. What the older versions give is told; of one that was not read it is possible.',
    },
  ),
  method('put-own-user-policy', 'own-rights', 'write an inline policy of its own', [on('oneself', 'iam:PutUserPolicy')], {
    takesOff: 'inline',
    covers: ['iam-007'],
    exists: [isUser],
    note: overwrites,
  }),
  method('attach-own-user-policy', 'own-rights', 'attach any policy to itself', [on('oneself', 'iam:AttachUserPolicy')], {
    covers: ['iam-008'],
    exists: [isUser],
    note: 'A policy that gives everything need not be in the account: AdministratorAccess of AWS is in all of them.',
  }),
  method('put-own-role-policy', 'own-rights', 'write an inline policy of its own', [on('oneself', 'iam:PutRolePolicy')], {
    takesOff: 'inline',
    covers: ['iam-005'],
    exists: [isRole],
    note: overwrites,
  }),
  method('attach-own-role-policy', 'own-rights', 'attach any policy to itself', [on('oneself', 'iam:AttachRolePolicy')], {
    covers: ['iam-009'],
    exists: [isRole],
    note: 'A policy that gives everything need not be in the account: AdministratorAccess of AWS is in all of them.',
  }),
  method('put-own-group-policy', 'own-rights', 'write an inline policy of a group it is in', [on('own-group', 'iam:PutGroupPolicy')], {
    takesOff: 'inline',
    covers: ['iam-011'],
    exists: [isMember],
    note: overwrites,
  }),
  method('attach-own-group-policy', 'own-rights', 'attach any policy to a group it is in', [on('own-group', 'iam:AttachGroupPolicy')], {
    covers: ['iam-010'],
    exists: [isMember],
  }),
  method(
    'lift-own-user-boundary',
    'own-boundary',
    'lift its own permissions boundary',
    [on('oneself', 'iam:DeleteUserPermissionsBoundary', 'iam:PutUserPermissionsBoundary')],
    {
      exists: [isUser, isCapped],
      source: boundaries,
      note: withoutLimit,
    },
  ),
  method(
    'lift-own-role-boundary',
    'own-boundary',
    'lift its own permissions boundary',
    [on('oneself', 'iam:DeleteRolePermissionsBoundary', 'iam:PutRolePermissionsBoundary')],
    {
      exists: [isRole, isCapped],
      source: boundaries,
      note: withoutLimit,
    },
  ),
  method(
    'new-version-of-own-boundary',
    'own-boundary',
    'write a new default version of its own permissions boundary',
    [on('own-boundary', 'iam:CreatePolicyVersion')],
    { exists: [isCapped, 'it is a customer managed policy with fewer than five versions'], source: boundaries, note: withoutLimit },
  ),
  method(
    'replace-version-of-own-boundary',
    'own-boundary',
    'delete a version of its own permissions boundary and write another',
    [on('own-boundary', 'iam:CreatePolicyVersion'), on('own-boundary', 'iam:DeletePolicyVersion')],
    {
      exists: [isCapped, 'it is a customer managed policy with five versions, as many as it can have'],
      source: versions,
      note: withoutLimit,
    },
  ),
  method(
    'older-version-of-own-boundary',
    'own-boundary',
    'bring back an older version of its own permissions boundary',
    [on('own-boundary', 'iam:SetDefaultPolicyVersion')],
    {
      exists: [isCapped, 'it is a customer managed policy with a version beside its default one'],
      source: versions,
      note: 'No catalogue id. What its policies give within what the older versions allow is told, and what it could then give itself.',
    },
  ),
  takenOff('user', 'attached'),
  takenOff('role', 'attached'),
  takenOff('user', 'inline'),
  takenOff('role', 'inline'),
  takenOff('group', 'attached'),
  takenOff('group', 'inline'),
  method('leave-group', 'own-denies', 'leave a group whose policies deny it something', [on('own-group', 'iam:RemoveUserFromGroup')], {
    takesOff: 'all',
    exists: [isMember, 'a policy of the group denies it something'],
    source: own('RemoveUserFromGroup'),
    note: withoutIt,
  }),
  method('tag-own-user', 'own-tags', 'tag itself', [on('oneself', 'iam:TagUser')], {
    exists: [isUser, asksTags],
    source: own('TagUser'),
    note: tagged,
  }),
  method('untag-own-user', 'own-tags', 'take tags off itself', [on('oneself', 'iam:UntagUser')], {
    exists: [isUser, asksTags],
    source: own('UntagUser'),
    note: tagged,
  }),
  method('tag-own-role', 'own-tags', 'tag itself', [on('oneself', 'iam:TagRole')], {
    exists: [isRole, asksTags],
    source: own('TagRole'),
    note: tagged,
  }),
  method('untag-own-role', 'own-tags', 'take tags off itself', [on('oneself', 'iam:UntagRole')], {
    exists: [isRole, asksTags],
    source: own('UntagRole'),
    note: tagged,
  }),
  method('join-group', 'group', 'join a group', [on('group', 'iam:AddUserToGroup')], {
    covers: ['iam-013'],
    exists: ['the holder is a user and not in the group yet'],
    note: 'The catalogue does not say that only users can be in groups: a role gains nothing for itself by it.',
  }),
];

/** Takes off a policy that denies the holder something: its own, or one of a group that it is in. */
function takenOff(from: keyof typeof policyOf, how: 'attached' | 'inline'): EscalationMethod {
  const { name, who, on: where, of } = policyOf[from];
  const [does, policy] = how === 'attached' ? ['detach', 'a policy'] : ['delete', 'an inline policy'];
  const call = `${how === 'attached' ? 'Detach' : 'Delete'}${name}Policy`;
  return method(`${does}-own-${from}-policy`, 'own-denies', `${does} ${policy}${of} that denies it something`, [on(where, `iam:${call}`)], {
    takesOff: how,
    exists: [who, isDenied],
    source: own(call),
    note: withoutIt,
  });
}
