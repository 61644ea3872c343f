import type { Meanings } from './meaning.ts';
import { activityKey, each, means } from './meaning.ts';

/** What the directory itself, entitlement management, access reviews and the elevation of access log. */
export function enterDirectory(into: Meanings): void {
  // the directory itself: roles
  means(
    into,
    ['Add member to role', 'Add scoped member to role', 'Add role assignment to role definition'],
    'granted',
    'assignment',
    'role',
  );
  means(
    into,
    ['Remove member from role', 'Remove scoped member from role', 'Remove role assignment from role definition'],
    'revoked',
    'assignment',
    'role',
  );
  means(into, ['Add eligible member to role'], 'granted', 'eligibility', 'role');
  means(into, ['Remove eligible member from role'], 'revoked', 'eligibility', 'role');
  means(into, ['Add role definition', 'Update role definition', 'Delete role definition'], 'policy-changed', 'policy', 'definition');

  // applications and consent
  means(
    into,
    ['Add app role assignment to service principal', 'Add app role assignment grant to user', 'Add app role assignment to group'],
    'granted',
    'assignment',
    'app-role',
  );
  means(into, ['Remove app role assignment from service principal'], 'revoked', 'assignment', 'app-role');
  means(into, ['Add delegated permission grant', 'Consent to application'], 'consented', 'consent', 'consent');
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
  means(into, ['Add application', 'Add service principal', 'Enable account'], 'granted', 'other', 'itself');
  means(
    into,
    each(['application', 'service principal', 'group', 'user'], (sort) => `Restore ${sort}`),
    'granted',
    'other',
    'itself',
  );
  means(
    into,
    each(['application', 'service principal', 'group', 'user'], (sort) => `Hard delete ${sort}`),
    'revoked',
    'other',
    'itself',
  );
  means(
    into,
    ['Delete application', 'Remove service principal', 'Delete group', 'Delete user', 'Disable account'],
    'revoked',
    'other',
    'itself',
  );

  // groups, people, the tenant
  means(into, ['Add member to group'], 'granted', 'membership', 'member');
  means(into, ['Remove member from group'], 'revoked', 'membership', 'member');
  means(into, ['Reset password', 'Reset user password'], 'credential-issued', 'credential', 'itself');
  means(into, ['Update StsRefreshTokenValidFrom Timestamp'], 'session-revoked', 'session', 'itself');
  means(into, ['Invite external user'], 'granted', 'other', 'itself');
  means(into, ['Redeem external user invite'], 'used', 'other', 'itself');
  means(
    into,
    ['Set federation settings on domain', 'Set domain authentication', 'Add partner to company'],
    'policy-changed',
    'policy',
    'definition',
  );

  // access packages and reviews
  means(into, ['User requests access package assignment'], 'requested', 'assignment', 'package');
  means(
    into,
    ['Approve access package assignment request', 'Auto approve access package assignment request'],
    'approved',
    'assignment',
    'package',
  );
  means(into, ['Deny access package assignment request'], 'denied', 'assignment', 'package');
  means(
    into,
    ['Fulfill access package assignment request', 'Administrator directly assigns user to access package'],
    'granted',
    'assignment',
    'package',
  );
  means(into, ['Extend access package assignment'], 'renewed', 'assignment', 'package');
  means(
    into,
    ['Entitlement Management removes access package assignment request for user', 'Remove access package resource assignment'],
    'revoked',
    'assignment',
    'package',
  );
  means(into, ['Approve decision'], 'approved', 'other', 'package');
  means(into, ['Deny decision'], 'denied', 'other', 'package');
  // renewed or revoked, as was decided
  means(into, ['Apply decision'], 'revoked', 'other', 'decision');

  // elevated access
  means(
    into,
    ['User has elevated their access to User Access Administrator for their Azure Resources'],
    'granted',
    'assignment',
    'elevated',
    true,
  );
  means(into, ['The role assignment of User Access Administrator has been removed from the user'], 'revoked', 'assignment', 'elevated');

  // known, and nobody's access changes by them: what the same request does is told by entries of its own
  for (const name of ['Triggered PIM alert', 'Process request', 'Remove request', 'Access review ended']) into.set(activityKey(name), null);
}
