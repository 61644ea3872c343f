import type { EscalationMethod, Ingredient } from './method.ts';
import { method, on } from './method.ts';

const credential: Ingredient = on('user', 'iam:CreateAccessKey', 'iam:CreateLoginProfile', 'iam:UpdateLoginProfile');
const assume: Ingredient = on('role', 'sts:AssumeRole');
const rewriteTrust: Ingredient = on('role', 'iam:UpdateAssumeRolePolicy');
const opens = 'the trust policy of the role lets the holder assume it';
const sameAccount = 'the target is of the same account';
const attached = 'a customer managed policy with fewer than five versions is attached to the target';
const users = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html';

const oneCredential = 'Any new credential serves: an access key, or a password where it has none or one that can be set anew.';
const unprotected = 'Roles under /aws-service-role/ and /aws-reserved/ cannot be changed by principals of the account.';
const newOne =
  'All permissions must be allowed on one name that nobody has yet. Where the new one must have a permissions boundary, what that leaves is told.';

/** Ways in which a principal comes to act as another. */
export const principalAccess: readonly EscalationMethod[] = [
  method('create-access-key', 'user', 'make an access key of a user', [on('user', 'iam:CreateAccessKey')], {
    covers: ['iam-002'],
    exists: [sameAccount, 'the user has fewer than two access keys'],
    note: 'Where the keys of a user were not read it is told all the same, with a caveat: one key more is the ordinary case.',
  }),
  method(
    'replace-access-key',
    'user',
    'delete an access key of a user and make another',
    [on('user', 'iam:CreateAccessKey'), on('user', 'iam:DeleteAccessKey')],
    { covers: ['iam-003'], exists: [sameAccount, 'the user has two access keys, as many as it can have'] },
  ),
  method('create-login-profile', 'user', 'give a user a password', [on('user', 'iam:CreateLoginProfile')], {
    covers: ['iam-004'],
    exists: [sameAccount, 'the user has no password'],
  }),
  method('update-login-profile', 'user', 'set the password of a user anew', [on('user', 'iam:UpdateLoginProfile')], {
    covers: ['iam-006'],
    exists: [sameAccount, 'the user has a password'],
  }),
  method('rewrite-role-trust', 'role', 'rewrite the trust policy of a role', [rewriteTrust], {
    covers: ['iam-012'],
    exists: [sameAccount],
    note: `A trust policy that names the holder needs no policy of the holder. ${unprotected}`,
  }),
  method(
    'update-saml-provider',
    'provider',
    'change whom a SAML provider vouches for, and sign in to a role that trusts it',
    [on('provider', 'iam:UpdateSAMLProvider')],
    {
      exists: ['the trust policy of the role lets in subjects of the provider'],
      source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSAMLProvider.html',
      note: 'No catalogue id. Who changes the keys of a provider signs what it says of its subjects.',
    },
  ),
  method('assume-role', 'plain', 'assume a role', [assume], {
    covers: ['sts-001'],
    exists: [opens],
    note: 'Told by plain links (`can-assume`), which name no method. A trust policy that names the holder itself needs no policy of it.',
  }),
  method(
    'attach-user-policy-and-mint',
    'boosted-user',
    'attach any policy to a user and make a credential of it',
    [on('user', 'iam:AttachUserPolicy'), credential],
    { covers: ['iam-015'], exists: [sameAccount], note: oneCredential },
  ),
  method(
    'put-user-policy-and-mint',
    'boosted-user',
    'write an inline policy of a user and make a credential of it',
    [on('user', 'iam:PutUserPolicy'), credential],
    { covers: ['iam-018'], exists: [sameAccount], note: oneCredential },
  ),
  method(
    'new-policy-version-and-mint',
    'boosted-user',
    'write a new version of a policy attached to a user and make a credential of it',
    [on('target-policy', 'iam:CreatePolicyVersion'), credential],
    { exists: [sameAccount, attached], source: users, note: `No catalogue id. ${oneCredential}` },
  ),
  method(
    'attach-role-policy-and-assume',
    'boosted-role',
    'attach any policy to a role and assume it',
    [on('role', 'iam:AttachRolePolicy'), assume],
    { covers: ['iam-014'], exists: [sameAccount, opens], note: unprotected },
  ),
  method(
    'put-role-policy-and-assume',
    'boosted-role',
    'write an inline policy of a role and assume it',
    [on('role', 'iam:PutRolePolicy'), assume],
    { covers: ['iam-017'], exists: [sameAccount, opens], note: unprotected },
  ),
  method(
    'new-policy-version-and-assume',
    'boosted-role',
    'write a new version of a policy attached to a role and assume it',
    [on('target-policy', 'iam:CreatePolicyVersion'), assume],
    { covers: ['iam-016'], exists: [sameAccount, attached, opens] },
  ),
  method(
    'attach-role-policy-and-rewrite-trust',
    'boosted-role',
    'attach any policy to a role and rewrite its trust policy',
    [on('role', 'iam:AttachRolePolicy'), rewriteTrust],
    { covers: ['iam-019'], exists: [sameAccount], note: unprotected },
  ),
  method(
    'put-role-policy-and-rewrite-trust',
    'boosted-role',
    'write an inline policy of a role and rewrite its trust policy',
    [on('role', 'iam:PutRolePolicy'), rewriteTrust],
    { covers: ['iam-021'], exists: [sameAccount], note: unprotected },
  ),
  method(
    'new-policy-version-and-rewrite-trust',
    'boosted-role',
    'write a new version of a policy attached to a role and rewrite its trust policy',
    [on('target-policy', 'iam:CreatePolicyVersion'), rewriteTrust],
    { covers: ['iam-020'], exists: [sameAccount, attached], note: unprotected },
  ),
  method(
    'make-user-with-any-right',
    'made-user',
    'make a user, give it any right and make a credential of it',
    [
      on({ made: 'user' }, 'iam:CreateUser'),
      on({ made: 'user' }, 'iam:AttachUserPolicy', 'iam:PutUserPolicy'),
      on({ made: 'user' }, 'iam:CreateAccessKey', 'iam:CreateLoginProfile'),
    ],
    { source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html', note: `No catalogue id. ${newOne}` },
  ),
  method(
    'put-user-into-group-and-mint',
    'member',
    'put a user into a group and make a credential of it',
    [on('group', 'iam:AddUserToGroup'), credential],
    {
      exists: [sameAccount, 'the group has policies'],
      source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html',
      note: `No catalogue id. ${oneCredential} What the group gives is told; what the user has beside is reached by the credential alone.`,
    },
  ),
  method(
    'make-user-in-group',
    'made-member',
    'make a user, put it into a group and make a credential of it',
    [
      on({ made: 'user' }, 'iam:CreateUser'),
      on('group', 'iam:AddUserToGroup'),
      on({ made: 'user' }, 'iam:CreateAccessKey', 'iam:CreateLoginProfile'),
    ],
    {
      exists: ['the group has policies'],
      source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html',
      note: `No catalogue id. ${newOne}`,
    },
  ),
  method(
    'make-role-with-any-right',
    'made-role',
    'make a role that lets it in and give it any right',
    [on({ made: 'role' }, 'iam:CreateRole'), on({ made: 'role' }, 'iam:AttachRolePolicy', 'iam:PutRolePolicy')],
    {
      source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html',
      note: `No catalogue id. ${newOne} A trust policy that names the holder needs no policy of the holder.`,
    },
  ),
];
