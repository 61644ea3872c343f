import type { Meanings } from './meaning.ts';
import { each, means, nothing } from './meaning.ts';

/** What the directory itself logs, and its invitations. */
export function enterDirectory(into: Meanings): void {
  // the directory itself: roles
  means(
    into,
    [
      'Add member to role',
      'Add scoped member to role',
      'Add role assignment to role definition',
      'Add member to role scoped over Restricted Management Administrative Unit',
    ],
    'granted',
    'assignment',
    'role',
  );
  means(
    into,
    [
      'Remove member from role',
      'Remove scoped member from role',
      'Remove role assignment from role definition',
      'Remove member from role scoped over Restricted Management Administrative Unit',
    ],
    'revoked',
    'assignment',
    'role',
  );
  means(into, ['Add eligible member to role', 'Add EligibleRoleAssignment to RoleDefinition'], 'granted', 'eligibility', 'role');
  means(into, ['Remove eligible member from role', 'Remove EligibleRoleAssignment from RoleDefinition'], 'revoked', 'eligibility', 'role');
  means(into, ['Add role definition', 'Update role definition', 'Delete role definition'], 'policy-changed', 'policy', 'definition');

  // applications and consent
  means(
    into,
    ['Add app role assignment to service principal', 'Add app role assignment grant to user', 'Add app role assignment to group'],
    'granted',
    'assignment',
    'app-role',
  );
  means(
    into,
    each(['service principal', 'user', 'group'], (sort) => `Remove app role assignment from ${sort}`),
    'revoked',
    'assignment',
    'app-role',
  );
  means(
    into,
    ['Add delegated permission grant', 'Consent to application', 'Grant contextual consent to application', 'Restore consent'],
    'consented',
    'consent',
    'consent',
  );
  means(into, ['Remove delegated permission grant', 'Revoke consent'], 'revoked', 'consent', 'consent');
  means(into, ['Add service principal credentials'], 'credential-issued', 'credential', 'keys');
  means(into, ['Remove service principal credentials'], 'credential-revoked', 'credential', 'keys');
  // which of the two the difference of its keys tells
  means(into, ['Update application - Certificates and secrets management'], 'credential-issued', 'credential', 'keys');
  means(into, ['Add owner to application', 'Add owner to service principal', 'Add owner to group'], 'granted', 'ownership', 'owner');
  means(
    into,
    ['Remove owner from application', 'Remove owner from service principal', 'Remove owner from group'],
    'revoked',
    'ownership',
    'owner',
  );
  means(
    into,
    ['Add permission grant policy', 'Update permission grant policy', 'Delete permission grant policy'],
    'policy-changed',
    'policy',
    'definition',
  );
  means(into, ['Update application'], 'policy-changed', 'other', 'itself');

  // what comes, goes, and comes back
  const signIn = ['application', 'service principal', 'user'];
  means(
    into,
    [
      ...each(signIn, (sort) => `Add ${sort}`),
      ...each(signIn, (sort) => `Restore ${sort}`),
      'Invite external user',
      'Invite external user with reset invitation status',
      'Invite internal user to B2B collaboration',
      'Viral user creation',
    ],
    'account-created',
    'account',
    'itself',
  );
  means(
    into,
    [
      ...each(signIn, (sort) => `Hard delete ${sort}`),
      'Delete application',
      'Remove service principal',
      'Delete user',
      'Delete external user',
    ],
    'account-deleted',
    'account',
    'itself',
  );
  means(into, ['Enable account'], 'account-enabled', 'account', 'itself');
  means(into, ['Disable account'], 'account-disabled', 'account', 'itself');
  // a group is no account: what it holds comes and goes with it
  means(into, ['Restore group'], 'granted', 'other', 'itself');
  means(into, ['Delete group', 'Hard delete group'], 'revoked', 'other', 'itself');

  // groups, people, the tenant
  means(into, ['Add member to group'], 'granted', 'membership', 'member');
  means(into, ['Remove member from group'], 'revoked', 'membership', 'member');
  means(
    into,
    ['Reset password', 'Reset user password', 'Change user password', 'Create application password for user'],
    'credential-issued',
    'credential',
    'itself',
  );
  means(into, ['Delete application password for user'], 'credential-revoked', 'credential', 'itself');
  means(into, ['Update StsRefreshTokenValidFrom Timestamp'], 'session-revoked', 'session', 'itself');
  means(into, ['Redeem external user invite'], 'used', 'account', 'itself');
  means(
    into,
    [
      'Set federation settings on domain',
      'Set domain authentication',
      'Add partner to company',
      'Remove partner from company',
      'Promote company to partner',
      'Demote partner',
      'Set Partnership',
      'Update authorization policy',
    ],
    'policy-changed',
    'policy',
    'definition',
  );

  // a right that was taken away before is marked so; a role that is offered is not given; the secrets of provisioning open another service
  nothing(into, [
    ...each(['service principal', 'group'], (sort) => `Add a deletion-marked app role assignment grant to ${sort} as part of link removal`),
    'Add role from template',
    'Update role',
    'Update external secrets',
  ]);
}
